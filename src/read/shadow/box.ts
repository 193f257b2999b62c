/** Which extensions does PGlite bring along? By PostgreSQL's names, with the module that holds each. */

const SAME = [
  ...['amcheck', 'auto_explain', 'bloom', 'btree_gin', 'btree_gist', 'citext', 'cube', 'dict_int', 'dict_xsyn'],
  ...['earthdistance', 'file_fdw', 'fuzzystrmatch', 'hstore', 'intarray', 'isn', 'lo', 'ltree', 'moddatetime'],
  ...['pageinspect', 'pg_buffercache', 'pg_freespacemap', 'pg_stat_statements', 'pg_surgery', 'pg_trgm', 'pg_visibility'],
  ...['pg_walinspect', 'pgcrypto', 'seg', 'tablefunc', 'tcn', 'tsm_system_rows', 'tsm_system_time', 'unaccent'],
];

const BOX: ReadonlyMap<string, string> = new Map([
  ...SAME.map((name): [string, string] => [name, name]),
  ['uuid-ossp', 'uuid_ossp'],
]);

/** Part of every PostgreSQL. */
const ALWAYS = new Set(['plpgsql']);

export const inBox = (extension: string): boolean => BOX.has(extension) || ALWAYS.has(extension);

export const modulesOf = (extensions: readonly string[]): string[] => extensions.flatMap((name) => BOX.get(name) ?? []);

/** Extensions that this one needs come along: earthdistance wants cube. */
export const withNeeded = (extensions: readonly string[]): string[] => [
  ...new Set(extensions.flatMap((name) => (name === 'earthdistance' ? ['cube', name] : [name]))),
];
