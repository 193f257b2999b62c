/** Makes the history table anew from folder × rows; what is not proven stops it until a person names it. */
import { Problem } from '../base/problem.ts';
import { stampColumn, stampTypeOf } from '../compare/stamp-column.ts';
import { seemNotRun } from '../compare/suspect.ts';
import type { Change, Command, Line, MigrationStanding, Read, Readings, Standing } from '../model/index.ts';
import { madeAnew, reshaped } from '../plans/history-table.ts';
import { type Fate, rebuiltRows } from '../plans/rebuilt-rows.ts';
import { rowsChange } from '../plans/right-row.ts';
import { stampColumnChanges } from '../plans/stamp-column.ts';

export interface RebuildData {
  environment: string;
  rows: Fate[];
}

export default {
  name: 'rebuild-history',
  says: 'make the history table anew from folder and rows',
  about:
    'Each migration gets exactly one row, with Drizzle’s own hash and time, in a table of the shape that this line of Drizzle makes. Rows are kept, changed or dropped, each for a reason that is shown; the old ones are kept in the receipt. No row is written because an object exists: a migration without a row is pending, unless you state that it ran with --applied.',
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
    'sql',
    'histories',
    'servers',
    'standings',
    'started',
  ],
  think(read, args) {
    const environment = args.environments[0] ?? '';
    const standing = standingIn(read, environment);
    const line: Line = read.project?.ok ? read.project.value.line : '0.x';
    const { table, migrations, orphans } = standing;
    const on = environment === 'default' ? '' : ` -e ${environment}`;
    const stated = args.flags.get('applied') ?? [];
    const dropped = args.flags.get('drop') ?? [];
    checkNames(
      stated,
      migrations,
      orphans.map((o) => o.id ?? ''),
      // One that is gone needs no dropping: the same line may be typed again.
      dropped.filter((id) => table?.rows.some((r) => r.id === id)),
    );
    if (!table && stated.length === 0)
      throw new Problem('no-history', `There is no history table in ${environment}.`, {
        why: 'There is nothing to rebuild from. migrate makes it, and runs every migration.',
        fix: `npx tidemark migrate${on}\nOr state what you know to have run: npx tidemark rebuild-history${on} --applied <migration>`,
      });
    if (table && table.kind !== 'table')
      throw new Problem('history-not-a-table', `${table.schema}.${table.name} is a ${table.kind}.`, {
        why: 'Its rows are kept somewhere else, and only there they can be mended.',
        fix: 'npx tidemark explain history-not-a-table',
      });
    const shape = table ? reshaped(environment, table, line, migrations) : { changes: [], added: [], says: [] };
    if (shape === null)
      throw new Problem('ids-not-countable', `The ids of ${table?.schema}.${table?.name} are no numbers.`, {
        why: 'Drizzle writes rows without an id, and this column gives none by itself.',
        fix: `Give the column id a default, then: npx tidemark rebuild-history${on}`,
      });
    const doubtful = seemNotRun(standing, { sql: read.sql ?? UNREAD, servers: read.servers ?? UNREAD });
    const { fates, changes } = rebuiltRows(standing, { line, added: shape.added, stated, dropped, doubtful, by: args.by });
    const where = table ?? configuredIn(read, environment);
    const change: Change[] = table
      ? [...shape.changes]
      : madeAnew(environment, where, line, schemasIn(read, environment).includes(where.schema));
    const hazards = stated.length + dropped.length > 0 ? { hazards: ['rewrites-history' as const] } : {};
    const column = table && stampColumn(table);
    if (table && column && stampTypeOf(column.type) !== 'fine') {
      const more = stampColumnChanges(environment, standing, table, column);
      if (more === null)
        throw new Problem(
          'time-unreadable',
          `A row of ${table.schema}.${table.name} has a time that cannot be read and belongs to no migration.`,
          {
            why: 'created_at cannot become a number while it is there.',
            fix: `npx tidemark doctor${on}\nnpx tidemark rebuild-history${on} --drop <row id>`,
          },
        );
      // A row that goes needs no number any more.
      const gone = changes.filter((c) => c.after === null).map((c) => c.before);
      for (const c of more) change.push(c.kind === 'rows' ? { ...c, rows: c.rows.filter((r) => !gone.includes(r.before)) } : c);
    }
    if (changes.length > 0)
      change.push({ ...rowsChange(environment, where, changes, 'One row a migration, as Drizzle writes it.'), ...hazards });
    const count = (what: Fate['what']) => fates.filter((r) => r.what === what).length;
    return {
      kind: 'proposal',
      verdict:
        change.length === 0
          ? 'The history is as Drizzle would have written it.'
          : `${count('kept')} kept, ${count('changed')} changed, ${count('added')} added, ${count('dropped')} dropped.`,
      plan:
        change.length === 0
          ? null
          : { draft: { environment, changes: change, notes: notes(fates, stated, args.by), expects: [], unseen: [] } },
      findings: [],
      unchecked: [],
      data: { environment, rows: fates },
    };
  },
} satisfies Command<RebuildData>;

const UNREAD: Read<never> = { ok: false, why: 'it was not read' };

function standingIn(read: Readings, environment: string): Standing {
  const one = read.standings?.ok ? read.standings.value.get(environment) : undefined;
  if (one?.ok) return one.value;
  throw new Problem('environment-not-read', `The history of ${environment || 'the database'} could not be read.`, {
    why: one?.why ?? (read.standings?.ok === false ? read.standings.why : 'It is not configured.'),
    fix: 'npx tidemark doctor',
  });
}

function configuredIn(read: Readings, environment: string): { schema: string; name: string } {
  const history = read.histories?.ok ? read.histories.value.get(environment) : undefined;
  return history?.ok ? history.value.configured : { schema: 'drizzle', name: '__drizzle_migrations' };
}

function schemasIn(read: Readings, environment: string): readonly string[] {
  const server = read.servers?.ok ? read.servers.value.get(environment) : undefined;
  return server?.ok ? server.value.schemas : [];
}

const MOST = 30;

/** Every row, and why; what stays as it is in one line. */
function notes(fates: readonly Fate[], stated: readonly string[], by: string): string[] {
  const told = fates
    .filter((f) => f.what !== 'kept' || f.why !== 'as Drizzle writes it')
    .map(
      (f) =>
        `${f.id === null ? (f.what === 'added' ? 'A row' : 'A row without id') : `Row ${f.id}`}${f.migration ? ` (${f.migration})` : ''} is ${f.what}: ${f.why}.`,
    );
  const plain = fates.filter((f) => f.what === 'kept' && f.why === 'as Drizzle writes it').length;
  return [
    ...told.slice(0, MOST),
    ...(told.length > MOST ? [`… and ${told.length - MOST} more rows.`] : []),
    ...(plain > 0
      ? [`${plain} ${plain === 1 ? 'row is' : 'rows are'} kept as Drizzle wrote ${plain === 1 ? 'it' : 'them'}.`]
      : []),
    ...stated.map((name) => `${name} is recorded as applied because ${by} states it; nobody looked whether it ran.`),
  ];
}

function checkNames(
  stated: readonly string[],
  migrations: readonly MigrationStanding[],
  orphans: readonly string[],
  dropped: readonly string[],
): void {
  for (const name of stated) {
    const found = migrations.find((m) => m.migration.name === name);
    if (!found)
      throw new Problem('unknown-migration', `There is no migration ${name}.`, {
        why: `The folder has: ${migrations
          .map((m) => m.migration.name)
          .slice(-10)
          .join(', ')}.`,
        fix: 'npx tidemark status',
      });
    if (found.migration.sql.ok && found.migration.when !== null) continue;
    throw new Problem('migration-incomplete', `${name} cannot be recorded.`, {
      why: found.migration.sql.ok ? 'The folder does not say when it was made.' : found.migration.sql.why,
      fix: 'npx tidemark doctor',
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
