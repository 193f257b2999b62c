/** Which cases are there? A case is a folder below cases/ with an about.md. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Line } from '../../src/model/project.ts';

export const CASES = fileURLToPath(new URL('../../cases', import.meta.url));

export interface Case {
  /** `rules/journal-entry-without-tag/plain`. */
  name: string;
  folder: string;
  line: Line;
  engines: 'pglite' | 'pg' | 'both';
  /** Majors of servers on which the transcript holds; null: all. */
  majors: { text: string; from: number; to: number } | null;
  /** The rule and remedy that `repair` gets when no transcript was written yet. */
  rule: string | null;
  remedy: string | null;
  /** Stock checks that do not hold afterwards for another reason: `migrate`, `rows`, `check`, `generate`. */
  remains: string[];
  /** A known gap: the case must fail. */
  fails: boolean;
  /** Environments with a database, in order; `default` for database.sql. */
  environments: string[];
  /** The login role of the connection; made before database.sql runs, PostgreSQL only. */
  role: string | null;
  /** The project is a git repository: `before/` (when there) committed first, then `given/`. */
  git: boolean;
  /** Variables that are not set although a database is there. */
  unset: string[];
  /** Further variables, `NAME=value`. */
  set: string[];
  /** The project's packages are installed (linked) for every command, not only for the stock tools. */
  tools: boolean;
  /** Name of the folder in which the project lies below the repository; commands run there. */
  within: string | null;
}

const KEYS = [
  ...['rule', 'remedy', 'line', 'engines', 'majors', 'remains', 'expected', 'role', 'git', 'unset', 'set', 'within', 'tools'],
];

export function findCases(folder = CASES): Case[] {
  if (!existsSync(folder)) return [];
  if (existsSync(join(folder, 'about.md'))) return [readCase(folder)];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => findCases(join(folder, entry.name)));
}

function readCase(folder: string): Case {
  const name = relative(CASES, folder);
  const about = frontMatter(name, readFileSync(join(folder, 'about.md'), 'utf8'));
  const words = (key: string): string[] =>
    (about.get(key) ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
  return {
    name,
    folder,
    line: oneOf(name, 'line', about.get('line') ?? '0.x', ['0.x', '1.0']),
    engines: oneOf(name, 'engines', about.get('engines') ?? 'both', ['pglite', 'pg', 'both']),
    majors: majorsOf(name, about.get('majors')),
    rule: about.get('rule') ?? null,
    remedy: about.get('remedy') ?? null,
    remains: words('remains'),
    fails: about.get('expected') === 'fail',
    environments: environmentsOf(folder),
    role: about.get('role') ?? null,
    git: about.has('git') || existsSync(join(folder, 'before')),
    unset: words('unset'),
    set: words('set'),
    within: about.get('within') ?? null,
    tools: about.get('tools') === 'yes',
  };
}

/** `15+`, `14-16` or `15`. */
function majorsOf(name: string, text: string | undefined): Case['majors'] {
  if (text === undefined) return null;
  const found = /^(\d+)(?:(\+)|-(\d+))?$/.exec(text);
  if (!found) throw new Error(`${name}/about.md: majors is ${text}, not such as 15+, 14-16 or 15`);
  const from = Number(found[1]);
  return { text, from, to: found[2] ? Number.POSITIVE_INFINITY : Number(found[3] ?? from) };
}

function frontMatter(name: string, text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line.trim() === '') break;
    const at = line.indexOf(':');
    const key = line.slice(0, at).trim();
    if (at === -1 || !KEYS.includes(key)) throw new Error(`${name}/about.md: "${line}" is none of ${KEYS.join(', ')}`);
    values.set(key, line.slice(at + 1).trim());
  }
  return values;
}

function oneOf<const T extends string>(name: string, key: string, value: string, known: readonly T[]): T {
  const found = known.find((k) => k === value);
  if (found === undefined) throw new Error(`${name}/about.md: ${key} is ${value}, not one of ${known.join(', ')}`);
  return found;
}

function environmentsOf(folder: string): string[] {
  if (existsSync(join(folder, 'given', 'database.sql'))) return ['default'];
  const several = join(folder, 'given', 'databases');
  if (!existsSync(several)) return [];
  const rank = (name: string): number => ['dev', 'test', 'staging', 'prod', 'production'].indexOf(name);
  return readdirSync(several)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -4))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

export const databaseSql = (one: Case, environment: string): string =>
  readFileSync(
    join(one.folder, 'given', ...(environment === 'default' ? ['database.sql'] : ['databases', `${environment}.sql`])),
    'utf8',
  );

export const variableOf = (environment: string): string =>
  environment === 'default' ? 'DATABASE_URL' : `DATABASE_URL_${environment.toUpperCase().replaceAll('-', '_')}`;
