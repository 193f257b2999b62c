/** Which column of a hand-made history table holds what? Teams call them by a few dozen names. */

export interface HandMadeColumns {
  version: string | null;
  name: string | null;
  at: string | null;
  checksum: string | null;
  /** False, or a word for it: it did not go through. */
  success: string | null;
  /** True: how it ended is not known. */
  dirty: string | null;
  /** A time, or true: it was taken back. */
  undone: string | null;
  /** up or down. */
  direction: string | null;
}

const NAMES: Readonly<Record<keyof HandMadeColumns, readonly string[]>> = {
  version: [
    'version',
    'migrationversion',
    'versionid',
    'schemaversion',
    'number',
    'num',
    'sequence',
    'revision',
    'migrationnumber',
  ],
  name: [
    'filename',
    'file',
    'migrationname',
    'migrationfile',
    'migrationid',
    'name',
    'migration',
    'script',
    'scriptname',
    'tag',
    'path',
    'key',
    'title',
    'description',
  ],
  at: [
    'executedat',
    'appliedat',
    'runat',
    'runon',
    'ranat',
    'migratedat',
    'installedon',
    'installedat',
    'completedat',
    'finishedat',
    'appliedon',
    'executedon',
    'createdat',
    'insertedat',
    'timestamp',
    'date',
    'at',
  ],
  checksum: ['checksum', 'hash', 'contenthash', 'filehash', 'sha256', 'sha', 'md5', 'digest'],
  success: ['success', 'succeeded', 'successful', 'ok', 'applied', 'isapplied', 'executed', 'status', 'state'],
  dirty: ['dirty', 'failed', 'isdirty'],
  undone: ['rolledbackat', 'revertedat', 'undoneat', 'rolledback', 'reverted'],
  direction: ['direction', 'type'],
};

export function columnsOf(columns: readonly string[]): HandMadeColumns {
  const pick = (names: readonly string[]): string | null => {
    for (const name of names) {
      const found = columns.find((column) => bare(column) === name);
      if (found !== undefined) return found;
    }
    return null;
  };
  const version = pick(NAMES.version);
  const name = pick(NAMES.name);
  return {
    version: version ?? (name === null ? pick(['id']) : null),
    name,
    at: pick(NAMES.at),
    checksum: pick(NAMES.checksum),
    success: pick(NAMES.success),
    dirty: pick(NAMES.dirty),
    undone: pick(NAMES.undone),
    direction: pick(NAMES.direction),
  };
}

/** `executedAt` and `executed_at` are one. */
const bare = (column: string): string => column.toLowerCase().replaceAll('_', '');

/** Business tables about migrations of birds have more columns. */
const MOST_COLUMNS = 12;

/** By its name and by having a column that can tell one migration from another. */
export function looksLikeHistory(table: string, columns: readonly string[]): boolean {
  const name = bare(table);
  const called = name.endsWith('migrations') || name.endsWith('migration') || ENDINGS.some((ending) => name.endsWith(ending));
  if (!called || columns.length > MOST_COLUMNS) return false;
  const { version, name: named, at, checksum, success } = columnsOf(columns);
  if (version !== null && bare(version) === 'id' && !isUsualName(table)) return false;
  const alone = columns.length <= 2 && (version !== null || named !== null);
  return (
    alone ||
    ((version !== null || named !== null) && (at !== null || checksum !== null || success !== null || columns.length <= 3))
  );
}

const ENDINGS = [
  'migrationhistory',
  'migrationshistory',
  'migrationlog',
  'migrationslog',
  'schemaversion',
  'schemaversions',
  'schemahistory',
  'dbversion',
  'schemachanges',
  'migrationsapplied',
  'migrationsrun',
];

/** What a team calls nothing else. */
export const isUsualName = (table: string): boolean =>
  /^(?:schema|db|database|sql|app|applied|executed|run)?migrations?$/.test(bare(table)) ||
  ENDINGS.some((ending) => bare(table).endsWith(ending));
