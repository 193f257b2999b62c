/** How is a second Drizzle folder read, or a second table, that the project's configuration does not name? */
import type { HistoryTable, LegacyFile, LegacyHistory, Migration } from '../model/index.ts';
import { legacyHistory, legacyRows, tiedRows } from './history.ts';
import { type LegacyReading, of } from './reading.ts';

export const DRIZZLE = 'Drizzle';

/** `version` is the stamp: Drizzle's rows have a hash and a stamp, and from 1.0 on a name. */
const reading: LegacyReading = {
  fits: () => false,
  order: ['id'],
  row: (values) => ({
    version: of(values, 'created_at'),
    name: of(values, 'name'),
    at: of(values, 'applied_at'),
    checksum: of(values, 'hash'),
    applied: true,
  }),
  file: () => null,
  compare: () => 0,
  closeness: (row, { name, version, content }) => {
    if (row.name !== null) return row.name === name ? 3 : 0;
    const hashes = content.ok ? [content.value.hash, content.value.plainHash, content.value.crlfHash] : [];
    if (row.checksum !== null && hashes.includes(row.checksum)) return row.version === version ? 3 : 2;
    return row.checksum === name ? 2 : row.version !== null && row.version === version ? 1 : 0;
  },
};

export interface DrizzleFolder {
  path: string;
  /** As Drizzle would run them. */
  migrations: readonly Migration[];
}

const filesOf = ({ migrations }: DrizzleFolder): LegacyFile[] =>
  migrations.map(({ name, file, when, sql }) => ({
    path: file ?? name,
    version: when === null ? null : String(when),
    name,
    content: sql,
    up: sql.ok ? { offset: 0, length: sql.value.text.length } : null,
  }));

/**
 * `configured`: the table that the project's own folder uses too; of it those rows count that the project's folder does not
 * explain. Every other table is read whole, with the folder that explains most of it.
 */
export function drizzleHistories(
  own: DrizzleFolder,
  others: readonly DrizzleFolder[],
  configured: HistoryTable | null,
  tables: readonly HistoryTable[],
): LegacyHistory[] {
  const rows = (table: HistoryTable) => table.rows.map(({ values }) => values);
  const count = (folder: DrizzleFolder, table: HistoryTable) =>
    tiedRows(reading, legacyRows(reading, rows(table)), filesOf(folder));
  const histories: LegacyHistory[] = [];
  const placed = new Set<DrizzleFolder>();
  for (const table of tables) {
    const [best] = [own, ...others].map((folder) => ({ folder, ties: count(folder, table) })).sort((a, b) => b.ties - a.ties);
    const folder = best && best.ties > 0 ? best.folder : null;
    if (folder) placed.add(folder);
    histories.push(made(table, folder, rows(table)));
  }
  for (const folder of others) {
    if (placed.has(folder)) continue;
    const ofOwn = configured ? rows(configured).filter((values) => explains(folder, values) && !explains(own, values)) : [];
    histories.push(made(configured, folder, ofOwn));
  }
  return histories;
}

const explains = (folder: DrizzleFolder, values: HistoryTable['rows'][number]['values']): boolean =>
  tiedRows(reading, legacyRows(reading, [values]), filesOf(folder)) > 0;

const made = (
  table: HistoryTable | null,
  folder: DrizzleFolder | null,
  values: Parameters<typeof legacyHistory>[0]['values'],
): LegacyHistory =>
  legacyHistory({
    tool: DRIZZLE,
    reading,
    table: table && { schema: table.schema, name: table.name },
    folder: folder?.path ?? null,
    values,
    files: folder ? filesOf(folder) : [],
  });
