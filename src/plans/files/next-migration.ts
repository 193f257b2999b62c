/** The files of one more migration in either layout, and its history row where it is true already. */
import type { Change, Folder, HistoryTable, Journal, Line, Project } from '../../model/index.ts';
import { type Proven, provenRow } from '../rows/proven-row.ts';
import type { Planned } from './baseline-files.ts';
import { uuidOf } from './baseline-snapshot.ts';
import { insertEntry } from './journal-edit.ts';

export function nextMigrationFiles(
  project: Project,
  folder: Folder,
  journal: Journal | null,
  { migration: { name, file, text, when }, snapshot }: Planned,
  says: string,
): Change[] {
  const create = (path: string, content: string, why: string): Change => ({ kind: 'create', path, content, says: why });
  const changes = [create(file, text, says)];
  const kept = 'Its snapshot: what schema.ts says, as Drizzle keeps it.';
  if (project.layout === 'dated') return [...changes, create(`${folder.path}/${name}/snapshot.json`, sameIds(snapshot), kept)];
  if (!journal) throw new Error('a folder without a journal has no next migration');
  const numbers = journal.entries.map((e) => e.fields.get('idx')?.value).filter((n) => typeof n === 'number');
  const idx = numbers.length === 0 ? 0 : Math.max(...numbers) + 1;
  const prefix = project.prefix === 'index' || project.prefix === null ? String(idx).padStart(4, '0') : name.split('_')[0];
  const entry = { idx, version: '7', when, tag: name, breakpoints: project.breakpoints };
  return [
    ...changes,
    create(`${folder.path}/meta/${prefix}_snapshot.json`, sameIds(snapshot), kept),
    ...insertEntry(journal.file, journal.entries.length, entry).map(
      (edit): Change => ({ kind: 'edit', path: journal.file.path, edit, says: `The journal names ${name}.` }),
    ),
  ];
}

/** drizzle-kit draws an id at random, and a plan has to be the same each time it is made. */
function sameIds(text: string): string {
  const json = JSON.parse(text) as Record<string, unknown>;
  const { id: _, ...rest } = json;
  return JSON.stringify({ ...json, id: uuidOf(JSON.stringify(rest)) }, null, 2);
}

/** Beside the rows that are there. */
export function nextMigrationRow(environment: string, line: Line, table: HistoryTable, row: Proven): Change {
  return {
    kind: 'rows',
    environment,
    table: { schema: table.schema, name: table.name },
    rows: [{ before: null, after: provenRow(environment, line, table, row) }],
    says: `${row.name} is applied: what it creates was proven to be in ${environment}.`,
  };
}
