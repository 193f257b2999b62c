/** Which extensions does PGlite bring along? By PostgreSQL's names, with the module that holds each. */
import { besideBundle } from '../../drivers/beside-bundle.ts';

const SAME = [
  ...['amcheck', 'auto_explain', 'bloom', 'btree_gin', 'btree_gist', 'citext', 'cube', 'dict_int', 'dict_xsyn'],
  ...['earthdistance', 'file_fdw', 'fuzzystrmatch', 'hstore', 'intarray', 'isn', 'lo', 'ltree', 'moddatetime'],
  ...['pageinspect', 'pg_buffercache', 'pg_freespacemap', 'pg_stat_statements', 'pg_surgery', 'pg_trgm', 'pg_visibility'],
  ...['pg_walinspect', 'pgcrypto', 'seg', 'tablefunc', 'tcn', 'tsm_system_rows', 'tsm_system_time', 'unaccent'],
];

const BOX: ReadonlyMap<string, string> = new Map([
  ...SAME.map((name): [string, string] => [name, name]),
  ['uuid-ossp', 'uuid_ossp'],
  ['vector', 'vector'],
]);

/** Those that are packages of their own: what the build copies of each. */
const COMPANIONS: ReadonlyMap<string, string> = new Map([['vector', 'pglite-vector.tar.gz']]);

/** Part of every PostgreSQL. */
const ALWAYS = new Set(['plpgsql']);

export const inBox = (extension: string): boolean => BOX.has(extension) || ALWAYS.has(extension);

export const modulesOf = (extensions: readonly string[]): string[] => extensions.flatMap((name) => BOX.get(name) ?? []);

/** The archive of a companion; null: the module is in PGlite's box. */
export function archiveOf(module: string): string | null {
  const file = COMPANIONS.get(module);
  if (file === undefined) return null;
  const path = besideBundle(file);
  if (path === undefined) throw new Error(`${file} is not beside the code; npm run build puts it there`);
  return path;
}

/** Extensions that this one needs come along: earthdistance wants cube. */
export const withNeeded = (extensions: readonly string[]): string[] => [
  ...new Set(extensions.flatMap((name) => (name === 'earthdistance' ? ['cube', name] : [name]))),
];
