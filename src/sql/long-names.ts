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
    // A UTF-16 unit is at most three bytes.
    if ((token.kind !== 'quoted' && token.kind !== 'word') || token.end - token.start <= LONGEST_NAME / 3 || token.open) continue;
    const raw = text.slice(token.start, token.end);
    const name = token.kind === 'quoted' ? raw.slice(1, -1).replaceAll('""', '"') : raw.toLowerCase();
    const kept = cut(name);
    if (kept !== name && !found.has(name)) found.set(name, { name, kept, offset: token.start });
  }
  return [...found.values()];
}

const encoder = new TextEncoder();
const scratch = new Uint8Array(LONGEST_NAME);

/** Whole characters only, as many as fit. */
const cut = (name: string): string => name.slice(0, encoder.encodeInto(name, scratch).read);
