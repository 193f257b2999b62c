/** Makes the history table anew from folder × rows; what is not proven stops it until a person names it. */
import { flagOf } from '../base/flag.ts';
import { Problem } from '../base/problem.ts';
import { checkElsewhere, readHistory } from '../compare/audit/adoptable.ts';
import { type Decision, decided, decidedByWords, needsWords, type Words } from '../compare/audit/decided.ts';
import { auditedIn, untoldIn } from '../compare/audit/own-audit.ts';
import { stampColumn, stampTypeOf } from '../compare/history/stamp-column.ts';
import { seemNotRun } from '../compare/suspect.ts';
import type { Change, Command, Line, Read, Readings, Standing, Unchecked } from '../model/index.ts';
import { decisionHazards, decisionNotes } from '../plans/decision-notes.ts';
import { madeAnew, reshaped } from '../plans/rows/history-table.ts';
import { type Fate, rebuiltRows } from '../plans/rows/rebuilt-rows.ts';
import { rowsChange } from '../plans/rows/right-row.ts';
import { stampColumnChanges } from '../plans/rows/stamp-column.ts';

export interface RebuildData {
  environment: string;
  rows: Fate[];
}

export default {
  name: 'rebuild-history',
  says: 'make the history table anew from folder and rows',
  about:
    'Each migration gets exactly one row, with Drizzle’s own hash and time, in a table of the shape that this line of Drizzle makes. Rows are kept, changed or dropped, each for a reason that is shown; the old ones are kept in the receipt. The database is audited: what is proven to have run is recorded, a row of what is proven not to have run is taken out. What cannot be proven you state by name, with --ran or --not-run; no row is written because an object exists.',
  changes: true,
  one: true,
  flags: [
    { name: 'ran', value: '<migration>', says: 'state that it ran; recorded as stated by you', repeat: true },
    { name: 'not-run', value: '<migration>', says: 'state that it did not run: it is pending then', repeat: true },
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
    'catalogs',
    'replay',
    'legacies',
    'audits',
  ],
  think(read, args) {
    const environment = args.environments[0] ?? '';
    const on = flagOf(environment);
    const { standing, history } = readHistory(read, environment, on);
    const line: Line = read.project?.ok ? read.project.value.line : '0.x';
    const { table, migrations, orphans } = standing;
    const words: Words = { ran: args.flags.get('ran') ?? [], notRun: args.flags.get('not-run') ?? [], by: args.by };
    const dropped = args.flags.get('drop') ?? [];
    checkDropped(
      orphans.map((o) => o.id ?? ''),
      // One that is gone needs no dropping: the same line may be typed again.
      dropped.filter((id) => table?.rows.some((r) => r.id === id)),
    );
    checkElsewhere(read, history, environment, on);
    const audited = auditedIn(read, environment);
    const decisions = audited.ok ? decided(standing, audited.value.own, words) : decidedByWords(standing, words);
    const asked = decisions.filter((d) => d.does === 'ask');
    if (asked.length > 0) throw needsWords(asked, `npx tidemark rebuild-history${on}`, words);
    if (!table && !decisions.some((d) => d.does === 'record'))
      throw new Problem('no-history', `There is no history table in ${environment}.`, {
        why: 'There is nothing to rebuild from, and no migration is proven to have run. migrate makes the table, and runs every migration.',
        fix: `npx tidemark migrate${on}\nOr state what you know to have run: npx tidemark rebuild-history${on} --ran <migration>`,
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
    const doubtful = doubts(read, standing, decisions, audited.ok);
    const { fates, changes } = rebuiltRows(standing, { line, added: shape.added, decisions, dropped, doubtful, by: args.by });
    const where = table ?? history.configured;
    const change: Change[] = table
      ? [...shape.changes]
      : madeAnew(environment, where, line, schemasIn(read, environment).includes(where.schema));
    const risks = [...new Set([...decisionHazards(decisions), ...(dropped.length > 0 ? (['rewrites-history'] as const) : [])])];
    const hazards = risks.length > 0 ? { hazards: risks } : {};
    const unseen: Unchecked[] = audited.ok
      ? untoldIn([audited.value])
      : [{ what: 'which migrations really ran', why: audited.why, environment, rules: [] }];
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
          : {
              draft: {
                environment,
                changes: change,
                notes: [...notes(fates), ...decisionNotes(decisions, audited.ok ? audited.value.own : null)],
                expects: [],
                unseen,
              },
            },
      findings: [],
      unchecked: unseen,
      data: { environment, rows: fates },
    };
  },
} satisfies Command<RebuildData>;

const UNREAD: Read<never> = { ok: false, why: 'it was not read' };

function schemasIn(read: Readings, environment: string): readonly string[] {
  const server = read.servers?.ok ? read.servers.value.get(environment) : undefined;
  return server?.ok ? server.value.schemas : [];
}

const MOST = 30;

/** Every row whose values change, and why; what stays as it is in one line. Rows that evidence or a word decides are told by that. */
function notes(fates: readonly Fate[]): string[] {
  const told = fates
    .filter((f) => f.confidence === undefined && (f.what !== 'kept' || f.why !== PLAIN))
    .map(
      (f) =>
        `${f.id === null ? 'A row without id' : `Row ${f.id}`}${f.migration ? ` (${f.migration})` : ''} is ${f.what}: ${f.why}.`,
    );
  const plain = fates.filter((f) => f.what === 'kept' && f.why === PLAIN).length;
  return [
    ...told.slice(0, MOST),
    ...(told.length > MOST ? [`… and ${told.length - MOST} more rows.`] : []),
    ...(plain > 0
      ? [`${plain} ${plain === 1 ? 'row is' : 'rows are'} kept as Drizzle wrote ${plain === 1 ? 'it' : 'them'}.`]
      : []),
  ];
}

const PLAIN = 'as Drizzle writes it';

/** Rows whose values are not made right, because their migration may not have run. */
function doubts(read: Readings, standing: Standing, decisions: readonly Decision[], audited: boolean): Map<string, string> {
  if (audited)
    return new Map(decisions.filter((d) => d.does === 'keep' && d.confidence === 'unproven').map((d) => [d.migration, d.why]));
  const seem = seemNotRun(standing, { sql: read.sql ?? UNREAD, servers: read.servers ?? UNREAD });
  return new Map([...seem].map((name) => [name, 'what it creates is not there, so it may never have run']));
}

function checkDropped(orphans: readonly string[], dropped: readonly string[]): void {
  for (const id of dropped) {
    if (orphans.includes(id)) continue;
    throw new Problem('row-not-orphan', `Row ${id} is not one that may be dropped.`, {
      why: orphans.length > 0 ? `Rows that belong to no migration: ${orphans.join(', ')}.` : 'Every row belongs to a migration.',
      fix: 'npx tidemark rebuild-history --dry-run',
    });
  }
}
