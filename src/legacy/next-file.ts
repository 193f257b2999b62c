/** What are the next files of another tool's folder called? They count on from what is there, in the form of the newest. */
import { Problem } from '../base/problem.ts';
import { digitsAt } from '../compare/folder/dated-name.ts';
import type { LegacyFile, LegacyHistory } from '../model/index.ts';
import { base, parent } from './legacy-tool.ts';
import { compareNumbers } from './reading.ts';

export interface NextFile {
  path: string;
  /** What the tool calls it: the file's name, or the folder's where each migration has one. */
  name: string;
  version: string;
}

/** A name that begins with its number: `V1_2__users.sql` is `V`, `1_2`, `__`. */
interface Numbered {
  before: string;
  version: string;
  /** Empty: there is nothing but the number. */
  separator: string;
}

/** One file a word, each behind the one before it. A gap is never filled: a runner that looks for newer files does not come back to it. */
export function nextFiles(history: LegacyHistory, words: readonly string[]): NextFile[] {
  const { folder, files } = history;
  const found = files.flatMap((file) => {
    const numbered = numberedName(unitOf(file));
    return numbered ? [{ file, ...numbered }] : [];
  });
  const byVersion = (a: { version: string }, b: { version: string }): number => compareVersions(a.version, b.version);
  const newest = found.toSorted(byVersion).at(-1);
  const form = found
    .filter(({ file }) => /\.sql$/i.test(file.path))
    .toSorted(byVersion)
    .at(-1);
  if (folder === null || !newest || !form)
    throw new Problem('no-number', `The files of ${folder ?? history.tool} are not numbered, so none is the next.`, {
      why: `Their names do not begin with a number that counts: ${files
        .slice(0, 3)
        .map((f) => f.path)
        .join(', ')}.`,
      fix: 'npx tidemark reconcile --dry-run\nIt shows the statements, for a file that you name yourself.',
    });
  const recorded = [...history.rows].flatMap(({ version, name }) => {
    const of = version !== null && isVersion(version) ? version : (numberedName(base(name ?? ''))?.version ?? null);
    return of === null ? [] : [{ version: of }];
  });
  let last = [newest, ...recorded].toSorted(byVersion).at(-1)?.version ?? newest.version;
  return words.map((word) => {
    last = following(last, newest.version);
    const name = `${form.before}${last}${form.separator}${form.separator === '' ? '' : word}`;
    if (isFolder(form.file)) return { path: `${folder}/${name}/${base(form.file.path)}`, name, version: last };
    const end = /\.up\.sql$/i.test(form.file.path) ? '.up.sql' : '.sql';
    return { path: `${folder}/${name}${end}`, name: `${name}${end}`, version: last };
  });
}

/** Prisma's migrations are folders. */
const isFolder = ({ path }: LegacyFile): boolean => base(path) === 'migration.sql';
const unitOf = (file: LegacyFile): string => base(isFolder(file) ? parent(file.path) : file.path);

function numberedName(name: string): Numbered | null {
  const [, before, version, separator] =
    /^(v)(\d+(?:[._]\d+)*)(__)/i.exec(name) ??
    /^(v?)(\d+)()(?:\.up)?\.sql$/i.exec(name) ??
    // Umzug's own names begin with a date, `2024.01.31T10.00.00`, which is no number.
    /^(v?)(\d+)([_.-]+)(?!\d\d\.\d\dT)/i.exec(name) ??
    [];
  return version === undefined ? null : { before: before ?? '', version, separator: separator ?? '' };
}

const isVersion = (text: string): boolean => /^\d+(?:[._]\d+)*$/.test(text);

const partsOf = (version: string): string[] => version.split(/[._]/);

function compareVersions(a: string, b: string): number {
  const [x, y] = [partsOf(a), partsOf(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i += 1) {
    const part = compareNumbers(x[i] ?? '0', y[i] ?? '0');
    if (part !== 0) return part;
  }
  return 0;
}

/** As wide as the files have it: a row says 26 where the file says 026. */
function following(version: string, like: string): string {
  const cut = Math.max(version.lastIndexOf('.'), version.lastIndexOf('_')) + 1;
  const last = version.slice(cut);
  return `${version.slice(0, cut)}${nextSecond(last) ?? (BigInt(last) + 1n).toString().padStart(partsOf(like).at(-1)?.length ?? 0, '0')}`;
}

/** Of `20250131105959`, with or without milliseconds behind it; null: the digits are no moment. */
function nextSecond(digits: string): string | null {
  if (digits.length !== 14 && digits.length !== 17) return null;
  const at = (from: number, to: number): number => Number(digits.slice(from, to));
  const moment = Date.UTC(at(0, 4), at(4, 6) - 1, at(6, 8), at(8, 10), at(10, 12), at(12, 14));
  if (Number.isNaN(moment) || digitsAt(moment) !== digits.slice(0, 14)) return null;
  return `${digitsAt(moment + 1000)}${digits.slice(14)}`;
}
