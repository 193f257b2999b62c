/** Which names are longer than PostgreSQL keeps, and what is left of them? */
import { tokenAt } from './lexer.ts';

/** NAMEDATALEN - 1, in bytes. */
export const LONGEST_NAME = 63;

export interface LongName {
  name: string;
  /** What PostgreSQL makes of it, with no more than a notice. */
  kept: string;
  offset: number;
}

/** Each name once. */
export function longNames(text: string): LongName[] {
  const found = new Map<string, LongName>();
  for (let at = 0; at < text.length; ) {
    const token = tokenAt(text, at);
    at = token.end;
    if ((token.kind !== 'quoted' && token.kind !== 'word') || token.end - token.start <= LONGEST_NAME / 4 || token.open) continue;
    const raw = text.slice(token.start, token.end);
    const name = token.kind === 'quoted' ? raw.slice(1, -1).replaceAll('""', '"') : raw.toLowerCase();
    const kept = cut(name);
    if (kept !== name && !found.has(name)) found.set(name, { name, kept, offset: token.start });
  }
  return [...found.values()];
}

const size = (text: string): number => new TextEncoder().encode(text).length;

/** Whole characters only. */
function cut(name: string): string {
  if (size(name) <= LONGEST_NAME) return name;
  let kept = '';
  let bytes = 0;
  for (const character of name) {
    bytes += size(character);
    if (bytes > LONGEST_NAME) break;
    kept += character;
  }
  return kept;
}
