/** What differs by machine, engine and wording is shown under a name, so that one transcript serves all of them. */

export interface Masker {
  text(text: string): string;
  /** What a person types, with `plan-1` for the first plan that was shown. */
  typed(line: string): string;
}

// Lines are wrapped, and those of stderr begin with `! `.
const TARGET = /database[\s!]+\S+[\s!]+on[\s!]+\S+,[\s!]+role[\s!]+[^\s,]+(,[\s!]+driver[\s!]+\w+)?/g;
const ENGINE = /\b(?:PostgreSQL|PGlite)[\s!]+\d+(?:\.\d+)+/g;
const PLAN = /\b(?:[Pp]lan|[Rr]eceipt|undo|--plan)\s+([0-9a-f]{6})\b/g;

/** Plans are called after their hash, which changes with every word of ours; `plan-1` is as long as one. */
export function masker(urls: readonly string[], folders: readonly string[]): Masker {
  const plans = new Map<string, string>();
  const hosts = new Map(urls.flatMap(namesIn));
  return {
    text(raw) {
      for (const [, hash] of raw.matchAll(PLAN)) if (hash && !plans.has(hash)) plans.set(hash, `plan-${plans.size + 1}`);
      let text = raw.replaceAll(TARGET, '<target>').replaceAll(ENGINE, '<server>');
      for (const folder of folders) text = text.replaceAll(folder, '<folder>');
      for (const [what, name] of hosts) text = text.replaceAll(what, name);
      for (const [hash, name] of plans) text = text.replaceAll(new RegExp(`\\b${hash}\\b`, 'g'), name);
      return text;
    },
    typed: (line) => [...plans].reduce((text, [hash, name]) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), hash), line),
  };
}

function namesIn(url: string): [string, string][] {
  if (url.startsWith('memory:')) return [[url, '<host>']];
  const { host, pathname } = new URL(url);
  return [
    [host, '<host>'],
    [pathname.slice(1), '<database>'],
  ];
}
