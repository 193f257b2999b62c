/** One change between two databases, as a file in pairs/, and what is to be seen of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MAJORS } from '../majors.ts';

export interface Pair {
  name: string;
  file: string;
  /** The gravest class among the differences, `nothing`, or `not compared`. */
  expected: string;
  /** What is listed as not compared. */
  unread: string[];
  /** It changes what belongs to no schema, so it has two databases for itself. */
  own: boolean;
  /** `pg_dump --schema-only` has no word for it. */
  silent: boolean;
  /** pg_dump shows a difference where there is none. */
  noisy: boolean;
  from: number;
  until: number;
  /** Each difference that stands by itself, on every major. */
  sees: string[];
  before: string;
  left: string;
  right: string;
}

const FOLDER = fileURLToPath(new URL('pairs/', import.meta.url));
const UNREAD = 'not compared: ';

/** The schema that is first in the search path when a pair's statements run. */
export const schemaOf = (pair: Pair): string => `p_${pair.name.replaceAll('-', '_')}`;

export const pairs: readonly Pair[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.sql'))
  .sort()
  .map((file) => parsed(file, readFileSync(`${FOLDER}${file}`, 'utf8')));

export const holdsOn = (pair: Pair, major: number): boolean => pair.from <= major && major <= pair.until;

function parsed(file: string, text: string): Pair {
  const [front = '', before, left, right] = text.split(/^-- (?:before|left|right)\n/m);
  if (before === undefined || left === undefined || right === undefined) throw new Error(`${file} lacks a section`);
  const lines = front.split('\n').flatMap((line) => (line.startsWith('-- ') ? [line.slice(3)] : []));
  const after = (word: string): string[] => lines.flatMap((line) => (line.startsWith(word) ? [line.slice(word.length)] : []));
  const [first = ''] = lines;
  return {
    name: file.slice(0, -'.sql'.length),
    file: `${FOLDER}${file}`,
    expected: first.startsWith(UNREAD) ? 'not compared' : first,
    unread: after(UNREAD),
    own: lines.includes('own database'),
    silent: lines.includes('pg_dump is silent'),
    noisy: lines.includes('pg_dump differs'),
    from: Number(after('from ')[0] ?? Math.min(...MAJORS)),
    until: Number(after('until ')[0] ?? Number.POSITIVE_INFINITY),
    sees: after('sees: '),
    before,
    left,
    right,
  };
}
