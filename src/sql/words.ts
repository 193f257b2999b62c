/** Which words and which string literals stand in a piece of SQL, outside comments? */
import { tokenAt } from './lexer.ts';

export interface Word {
  /** Lower case unless it was quoted; a literal without its quotes. */
  text: string;
  kind: 'word' | 'literal';
  offset: number;
}

export function wordsOf(sql: string): Word[] {
  const words: Word[] = [];
  for (let at = 0; at < sql.length; ) {
    const { kind, start, end } = tokenAt(sql, at);
    at = end;
    const raw = sql.slice(start, end);
    if (kind === 'word') words.push({ text: raw.toLowerCase(), kind: 'word', offset: start });
    else if (kind === 'quoted') words.push({ text: raw.slice(1, -1).replaceAll('""', '"'), kind: 'word', offset: start });
    else if (kind === 'string')
      words.push({ text: raw.slice(raw.indexOf("'") + 1, -1).replaceAll("''", "'"), kind: 'literal', offset: start });
  }
  return words;
}
