/** What did each side of an unresolved merge say? */

export interface Sides {
  ours: string;
  theirs: string;
  /** Labels that git wrote behind the markers: `HEAD`, a branch. */
  names: { ours: string; theirs: string };
}

/** Null when the markers do not pair. Git's markers are seven signs at the start of a line. */
export function sidesOf(text: string): Sides | null {
  const ours: string[] = [];
  const theirs: string[] = [];
  const names = { ours: '', theirs: '' };
  let at: 'both' | 'ours' | 'base' | 'theirs' = 'both';
  for (const line of text.split('\n')) {
    const mark = line.slice(0, 7);
    if (mark === '<<<<<<<' && at === 'both') {
      at = 'ours';
      names.ours ||= line.slice(7).trim();
    } else if (mark === '|||||||' && at === 'ours') at = 'base';
    else if (line.trimEnd() === '=======' && (at === 'ours' || at === 'base')) at = 'theirs';
    else if (mark === '>>>>>>>' && at === 'theirs') {
      at = 'both';
      names.theirs ||= line.slice(7).trim();
    } else if (mark === '<<<<<<<' || mark === '>>>>>>>') return null;
    else {
      if (at !== 'theirs' && at !== 'base') ours.push(line);
      if (at !== 'ours' && at !== 'base') theirs.push(line);
    }
  }
  return at === 'both' ? { ours: ours.join('\n'), theirs: theirs.join('\n'), names } : null;
}
