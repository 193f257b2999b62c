/** Migrations whose recorded text is another than the file's, with what is known of the edit. */
import type { Edit, Edits, GitText, Read, Standing } from '../../model/index.ts';
import { type Recorded, recordedRows } from '../history/recorded.ts';
import { looksHashed } from '../history/recorded-hash.ts';

export interface EditedRow {
  recorded: Recorded;
  edit: Edit;
  /** The recorded text, when git has it. */
  was: GitText | undefined;
}

export function* editedRows(standings: ReadonlyMap<string, Read<Standing>>, edits: Read<Edits>): Generator<EditedRow> {
  for (const recorded of recordedRows(standings)) {
    const { faults, row } = recorded.tied;
    const { hash } = row;
    if (hash === null || !looksHashed(hash) || !(faults.includes('hash-unknown') || faults.includes('hash-of-earlier-text')))
      continue;
    const { name } = recorded.of.migration;
    const known = edits.ok ? edits.value.edits.find((e) => e.hash === hash && e.migration === name) : undefined;
    yield {
      recorded,
      edit: known ?? { migration: name, hash, kind: 'unknown', difference: [] },
      was: edits.ok ? edits.value.texts.get(hash) : undefined,
    };
  }
}

/** Whether every environment could be read and recorded this hash, or nothing, for the migration. */
export function everywhere(standings: ReadonlyMap<string, Read<Standing>>, name: string, hash: string): boolean {
  return [...standings.values()].every((read) => {
    if (!read.ok) return false;
    const row = read.value.migrations.find((m) => m.migration.name === name)?.rows[0];
    return row === undefined || row.row.hash === hash;
  });
}

/** What the other environments recorded, where it differs. */
export const elsewhere = (standings: ReadonlyMap<string, Read<Standing>>, { environment, of, tied }: Recorded): string[] =>
  [...standings].flatMap(([other, read]) => {
    const row =
      read.ok && other !== environment
        ? read.value.migrations.find((m) => m.migration.name === of.migration.name)?.rows[0]
        : undefined;
    if (!row || row.row.hash === tied.row.hash) return [];
    return [
      `${other} recorded ${row.faults.some((f) => f.startsWith('hash')) ? `yet another text (${(row.row.hash ?? 'NULL').slice(0, 12)})` : 'the text as it is in the folder now'}`,
    ];
  });
