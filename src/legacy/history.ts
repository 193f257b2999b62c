/** Which file has which row, what does the tool believe of it, and what is odd? One way for all tools. */
import type { LegacyFile, LegacyHistory, LegacyRow, LegacyStanding, Row, TableName } from '../model/index.ts';
import { notesOf } from './notes.ts';
import type { Closeness, LegacyReading } from './reading.ts';

export interface LegacyParts {
  tool: string;
  reading: LegacyReading;
  table: TableName | null;
  folder: string | null;
  values: readonly Row[];
  files: readonly LegacyFile[];
}

export function legacyHistory({ tool, reading, table, folder, values, files: unsorted }: LegacyParts): LegacyHistory {
  const rows = legacyRows(reading, values);
  const files = inOrder(reading, unsorted);
  const ties = tied(reading, rows, files);
  const standings = files.map((file): LegacyStanding => {
    const own = ties.get(file) ?? [];
    const said = reading.standing?.(file, rows) ?? usual(reading, own);
    return { file, ...said, ...(isEdited(reading, said.row, file, ties) ? { edited: true as const } : {}) };
  });
  const taken = new Set([...[...ties.values()].flat(), ...standings.flatMap(({ row }) => row ?? [])]);
  const orphanRows = rows.filter((row) => !taken.has(row));
  const parts = { tool, table, folder, rows, files, standings, orphanRows };
  return { ...parts, notes: notesOf(parts, ties) };
}

/** Rows that are about migrations, in reading order. */
export const legacyRows = (reading: LegacyReading, values: readonly Row[]): LegacyRow[] =>
  values.flatMap((row, position) => {
    const meaning = reading.row(row);
    return meaning === null ? [] : [{ position, values: row, ...meaning }];
  });

export const inOrder = (reading: LegacyReading, files: readonly LegacyFile[]): LegacyFile[] =>
  [...files].sort(reading.compare?.bind(reading) ?? byPath);

const byPath = (a: LegacyFile, b: LegacyFile): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

/** Each row goes to the files that fit it best: to several where the tool itself cannot tell them apart. */
function tied(reading: LegacyReading, rows: readonly LegacyRow[], files: readonly LegacyFile[]): Map<LegacyFile, LegacyRow[]> {
  const ties = new Map<LegacyFile, LegacyRow[]>();
  for (const row of rows) {
    let best: Closeness = 0;
    let fitting: LegacyFile[] = [];
    for (const file of files) {
      const closeness = reading.closeness(row, file);
      if (closeness === 0 || closeness < best) continue;
      fitting = closeness > best ? [file] : [...fitting, file];
      best = closeness;
    }
    for (const file of fitting) ties.set(file, [...(ties.get(file) ?? []), row]);
  }
  return ties;
}

/** How many rows have a file. */
export const tiedRows = (reading: LegacyReading, rows: readonly LegacyRow[], files: readonly LegacyFile[]): number =>
  new Set([...tied(reading, rows, files).values()].flat()).size;

/** How well rows and files fit as a whole: which of several folders is the table's. */
export const closenessOf = (reading: LegacyReading, rows: readonly LegacyRow[], files: readonly LegacyFile[]): number =>
  rows.reduce((sum, row) => sum + Math.max(0, ...files.map((file) => reading.closeness(row, file))), 0);

function usual(reading: LegacyReading, rows: readonly LegacyRow[]): Omit<LegacyStanding, 'file'> {
  const row = (reading.lastDecides ? undefined : rows.findLast(({ applied }) => applied)) ?? rows.at(-1) ?? null;
  const why = row?.why === undefined ? {} : { why: row.why };
  return { row, state: row?.applied ? 'recorded' : 'not-recorded', ...why };
}

function isEdited(
  reading: LegacyReading,
  row: LegacyRow | null,
  file: LegacyFile,
  ties: ReadonlyMap<LegacyFile, readonly LegacyRow[]>,
): boolean {
  const { checksum, checksumGuessed = false } = reading;
  if (!checksum || !row?.checksum || !file.content.ok || checksum(file).length === 0) return false;
  const agrees = (r: LegacyRow, f: LegacyFile): boolean =>
    r.checksum !== null && f.content.ok && checksum(f).includes(r.checksum.toLowerCase());
  return !agrees(row, file) && (!checksumGuessed || [...ties].some(([f, rows]) => rows.some((r) => agrees(r, f))));
}
