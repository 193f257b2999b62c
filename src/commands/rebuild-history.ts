/** Makes the history table anew from folder × rows; what is not proven stops it until a person names it. */
import { Problem } from '../base/problem.ts';
import type { Change, Command, HistoryColumn, HistoryTable, Line, MigrationStanding, Row, RowChange } from '../model/index.ts';

export interface RebuildData {
  environment: string;
  rows: { what: 'kept' | 'changed' | 'added' | 'dropped'; id: string | null; migration?: string; why: string }[];
}

export default {
  name: 'rebuild-history',
  says: 'make the history table anew from folder and rows',
  about:
    'Each migration gets exactly one row, with Drizzle’s own hash and time. Rows are kept, changed or dropped, each for a reason that is shown; the old ones are kept in the receipt. No row is written because an object exists: a migration without a row is pending, unless you state that it ran with --applied.',
  changes: true,
  one: true,
  flags: [
    { name: 'applied', value: '<migration>', says: 'state that it ran; recorded as stated by you', repeat: true },
    { name: 'drop', value: '<row id>', says: 'drop a row that belongs to no migration', repeat: true },
  ],
  sees: [
    'project',
    'environments',
    'folder',
    'journal',
    'migrations',
    'intended',
    'histories',
    'servers',
    'standings',
    'started',
  ],
  think(read, args) {
    const environment = args.environments[0] ?? '';
    const standing = read.standings?.ok ? read.standings.value.get(environment) : undefined;
    if (!standing?.ok)
      throw new Problem('environment-not-read', `The history of ${environment || 'the database'} could not be read.`, {
        why: standing?.why ?? (read.standings?.ok === false ? read.standings.why : 'It is not configured.'),
        fix: 'npx tidemark doctor',
      });
    const line: Line = read.project?.ok ? read.project.value.line : '0.x';
    const { table, migrations, orphans } = standing.value;
    if (!table)
      throw new Problem('no-history', `There is no history table in ${environment}.`, {
        why: 'There is nothing to rebuild from. migrate creates it, and runs every migration.',
        fix: `npx tidemark migrate${environment === 'default' ? '' : ` -e ${environment}`}`,
      });
    if (table.kind !== 'table' || table.shape === 'foreign')
      throw new Problem('history-not-a-table', `${table.schema}.${table.name} is not a table that Drizzle could have made.`, {
        why: `It is a ${table.kind} with the columns ${table.columns.map((c) => c.name).join(', ')}.`,
        fix: 'npx tidemark doctor',
      });
    const stated = args.flags.get('applied') ?? [];
    const dropped = args.flags.get('drop') ?? [];
    checkNames(
      stated,
      migrations,
      orphans.map((o) => o.id ?? ''),
      dropped,
    );
    const rows: RebuildData['rows'] = [];
    const changes: RowChange[] = [];
    let nextId = table.rows.reduce((max, r) => (Number(r.id) > max ? Number(r.id) : max), 0) + 1;
    for (const m of migrations) {
      const [counts, ...more] = m.rows;
      for (const extra of more) {
        rows.push({
          what: 'dropped',
          id: extra.row.id,
          migration: m.migration.name,
          why: `recorded again; row ${counts?.row.id} counts`,
        });
        changes.push({ before: extra.row.values, after: null });
      }
      if (counts) {
        const after = rightRow(counts.row.values, m, line, table);
        const same = Object.keys(after).every((k) => after[k] === counts.row.values[k]);
        rows.push({
          what: same ? 'kept' : 'changed',
          id: counts.row.id,
          migration: m.migration.name,
          why: same ? 'as Drizzle writes it' : counts.faults.join(', '),
        });
        if (!same) changes.push({ before: counts.row.values, after });
      } else if (stated.includes(m.migration.name)) {
        const id = String(nextId++);
        rows.push({ what: 'added', id, migration: m.migration.name, why: `stated by ${args.by}` });
        changes.push({ before: null, after: rightRow(emptyRow(table.columns, id), m, line, table) });
      }
    }
    for (const orphan of orphans) {
      const drop = orphan.id !== null && dropped.includes(orphan.id);
      rows.push({
        what: drop ? 'dropped' : 'kept',
        id: orphan.id,
        why: drop ? `named by ${args.by}` : 'belongs to no migration of this folder; it may be another branch’s',
      });
      if (drop) changes.push({ before: orphan.values, after: null });
    }
    const change: Change[] =
      changes.length > 0
        ? [{ kind: 'rows', environment, table, rows: changes, says: 'One row a migration, as Drizzle writes it.' }]
        : [];
    const column = table.columns.find((c) => c.name === 'created_at');
    if (column && column.type !== 'bigint')
      change.push({
        kind: 'column',
        environment,
        table,
        column: 'created_at',
        from: column,
        to: 'bigint',
        says: `Make created_at a bigint; it is ${column.type}.`,
      });
    const notes = stated.map(
      (name) => `${name} is recorded as applied because ${args.by} states it; nobody looked whether it ran.`,
    );
    const count = (what: string) => rows.filter((r) => r.what === what).length;
    return {
      kind: 'proposal',
      verdict:
        change.length === 0
          ? 'The history is as Drizzle would have written it.'
          : `${count('kept')} kept, ${count('changed')} changed, ${count('added')} added, ${count('dropped')} dropped.`,
      plan: change.length === 0 ? null : { draft: { environment, changes: change, notes, expects: [], unseen: [] } },
      findings: [],
      unchecked: [],
      data: { environment, rows },
    };
  },
} satisfies Command<RebuildData>;

function rightRow(values: Row, { migration }: MigrationStanding, line: Line, table: HistoryTable): Row {
  if (!migration.sql.ok || migration.when === null) return values;
  const named = line === '1.0' && table.columns.some((c) => c.name === 'name');
  return {
    ...values,
    hash: migration.sql.value.hash,
    created_at: String(migration.when),
    ...(named ? { name: migration.name } : {}),
  };
}

const emptyRow = (columns: readonly HistoryColumn[], id: string): Row =>
  Object.fromEntries(columns.map((c) => [c.name, c.name === 'id' ? id : null]));

function checkNames(stated: string[], migrations: readonly MigrationStanding[], orphans: string[], dropped: string[]): void {
  for (const name of stated) {
    if (migrations.some((m) => m.migration.name === name)) continue;
    throw new Problem('unknown-migration', `There is no migration ${name}.`, {
      why: `The folder has: ${migrations
        .map((m) => m.migration.name)
        .slice(-10)
        .join(', ')}.`,
      fix: 'npx tidemark status',
    });
  }
  for (const id of dropped) {
    if (orphans.includes(id)) continue;
    throw new Problem('row-not-orphan', `Row ${id} is not one that may be dropped.`, {
      why: orphans.length > 0 ? `Rows that belong to no migration: ${orphans.join(', ')}.` : 'Every row belongs to a migration.',
      fix: 'npx tidemark rebuild-history --dry-run',
    });
  }
}
