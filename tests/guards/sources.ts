/** The source files, for the tests that watch over them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** Path below src → text. */
export const sources: ReadonlyMap<string, string> = new Map(
  readdirSync(SRC, { recursive: true })
    .map(String)
    .filter((path) => /\.(ts|cjs|mjs)$/.test(path))
    .sort()
    .map((path) => [path, readFileSync(SRC + path, 'utf8')]),
);

/** The order of design §5; a file imports from its left and from its own folder. */
export const ORDER = [
  'base',
  'model',
  'sql',
  'catalog',
  'compare',
  'legacy',
  'plans',
  'rules',
  'commands',
  'drivers',
  'read',
  'run',
  'dropin',
  'report',
  'cli',
];

/** The folder below src; empty for files directly in it. */
export const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');

/** Without comments and texts, so that words in them do not count. Template literals stay: code is inside. */
export function codeOf(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|[\s;{}(])\/\/[^\n]*/g, '$1')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''");
}
