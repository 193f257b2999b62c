/** Declares an existing database to stand where the evidence shows, however it came there. */
import { flagOf } from '../base/flag.ts';
import { Problem } from '../base/problem.ts';
import { checkElsewhere, checkTable, readToAdopt } from '../compare/audit/adoptable.ts';
import { type Decision, decided, needsWords, type Words } from '../compare/audit/decided.ts';
import { type OtherFile, otherFiles } from '../compare/audit/other-files.ts';
import { untoldIn } from '../compare/audit/own-audit.ts';
import { checkNoneOwn, ofOwn } from '../compare/audit/own-words.ts';
import { unexplained } from '../compare/audit/unexplained.ts';
import { flagged } from '../model/command.ts';
import type {
  Args,
  Audit,
  Change,
  Command,
  Hazard,
  LegacyHistory,
  Line,
  Proposal,
  Readings,
  RowChange,
  TableName,
} from '../model/index.ts';
import { expectations } from '../plans/adopt-expectations.ts';
import { driftNotes, legacyNote, pendingNotes } from '../plans/adopt-notes.ts';
import { decisionHazards, decisionNotes } from '../plans/decision-notes.ts';
import { merge } from '../plans/merge/merge.ts';
import { otherNotes, otherRuns } from '../plans/other-runs.ts';
import { adoptedRows } from '../plans/rows/adopted-rows.ts';
import { madeAnew } from '../plans/rows/history-table.ts';
import { rowsChange } from '../plans/rows/right-row.ts';

export interface AdoptData {
  environment: string;
  migrations: Decision[];
  /** Files of other systems. */
  others: Omit<OtherFile, 'file'>[];
  /** What a plan says in its notes; of files that are left out this is all that is said. */
  notes: string[];
  /** What differs from what the executed migrations make: `table public.users`. */
  drift: string[];
  /** Of a merge: files that have another place then. */
  map?: { was: string; now: string }[];
}

export default {
  name: 'adopt',
  says: 'declare an existing database to stand where the evidence shows',
  about: [
    'For a database that drizzle-kit push made, or people by hand, or another tool; one that was restored without its history, or whose history',
    'says what never happened. The database is audited: a migration that is proven to have run is recorded, the row of one that is proven not',
    'to have run is taken out, so that migrate runs it. What cannot be proven you state by name, with --ran or --not-run. No row is written',
    'because an object exists; and what somebody dropped by hand looks like what was never made, so --ran keeps a row too. Files of other systems are told one by one; --run runs one of them now, in the same transaction, with a receipt.',
    'With --merge two Drizzle folders become one, in the order of their times, and the rows of a second history table come into the configured',
    'one. No text of a migration changes; names do, and the plan says which. It is tried on a shadow first. The files are changed once, by the',
    'first environment’s plan; each other environment gets its rows by the same command with its own -e.',
  ].join('\n'),
  changes: true,
  one: true,
  allWith: ['merge'],
  flags: [
    { name: 'ran', value: '<migration>', says: 'state that it ran; recorded as stated by you', repeat: true },
    { name: 'not-run', value: '<migration>', says: 'state that it did not run: it is pending then', repeat: true },
    {
      name: 'run',
      value: '<file>',
      says: 'run this file of another system now, when it is proven or stated not to have run',
      repeat: true,
    },
    {
      name: 'record-legacy',
      says: 'write a row for each file of another system that is there; Drizzle 1.0 refuses to upgrade such a table',
    },
    {
      name: 'merge',
      value: '<folder>',
      says: 'bring this other Drizzle folder into the project’s own, and its history table’s rows',
    },
    { name: 'last', value: '<migration>', says: 'with --merge: it goes behind all others, with a new time', repeat: true },
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
  seesWith: { merge: ['merging', 'surroundings'] },
  merges({ flags }) {
    const folder = flags.get('merge')?.at(-1);
    return folder === undefined ? undefined : { folder, last: flags.get('last') ?? [] };
  },
  think(read, args) {
    const environment = args.environments[0] ?? '';
    if (flagged(args, 'merge')) return merged(read, args, environment);
    checkMergeOnly(args);
    const on = flagOf(environment);
    const { standing, audit, others: otherAudits, untold, history } = readToAdopt(read, environment, on);
    const line: Line = read.project?.ok ? read.project.value.line : '0.x';
    const words: Words = { ran: args.flags.get('ran') ?? [], notRun: args.flags.get('not-run') ?? [], by: args.by };
    const legacies = read.legacies?.ok ? read.legacies.value.get(environment) : undefined;
    const files = otherFiles(
      { audits: otherAudits, untold, legacies: legacies?.ok ? legacies.value : [], facts: read.sql?.ok ? read.sql.value : null },
      words,
      args.flags.get('run') ?? [],
    );
    const runs = files.some((f) => f.is === 'run');
    const own = ofOwn(words, standing, files);
    if (runs) checkNoneOwn(own, files, on);
    // What they do may be what migrations of the folder do as well: that is looked at when it is done.
    const decisions = runs ? [] : decided(standing, audit, own);
    const asked = decisions.filter((d) => d.does === 'ask');
    if (asked.length > 0) throw needsWords(asked, `npx tidemark adopt${on}`, words);
    checkTable(history, on);
    checkElsewhere(read, history, environment, on);
    const recordLegacy = flagged(args, 'record-legacy');
    const others = recordLegacy ? files.filter((f) => f.is === 'there' || f.is === 'run') : [];
    const rows = adoptedRows(standing, decisions, others, line);
    const drift = driftOf(audit, legacies?.ok ? legacies.value : []);
    const notes = [
      ...(runs
        ? [`The rows of ${audit.system.folder} are left for a second adopt: what these files do may be what its migrations do.`]
        : []),
      ...decisionNotes(decisions, audit),
      ...pendingNotes(decisions, standing, line, on),
      ...otherNotes(files),
      ...(recordLegacy ? [legacyNote(line)] : []),
      ...(runs ? [] : driftNotes(drift, environment, on)),
    ];
    const change: Change[] = [
      ...otherRuns(environment, files),
      ...rowChanges(read, environment, standing.table ?? history.configured, standing.table !== null, line, rows, [
        ...decisionHazards(decisions),
        ...(recordLegacy ? (['rewrites-history'] as const) : []),
      ]),
    ];
    const unseen = untoldIn([{ own: audit, others: otherAudits, untold }]);
    return {
      kind: 'proposal',
      verdict: verdict(decisions, files, change.length, on),
      plan:
        change.length === 0
          ? null
          : {
              draft: {
                environment,
                changes: change,
                notes,
                expects: expectations(decisions, standing, environment, history),
                unseen,
              },
            },
      findings: [],
      unchecked: unseen,
      data: { environment, migrations: decisions, others: files.map(({ file: _, ...f }) => f), notes, drift },
    };
  },
} satisfies Command<AdoptData>;

function merged(read: Readings, args: Args, environment: string): Proposal<AdoptData> {
  if (flagged(args, 'run') || flagged(args, 'record-legacy'))
    throw new Problem('usage', 'A merge runs no files of other systems.', {
      why: '--run and --record-legacy belong to adopt without --merge. Nothing was changed.',
      fix: 'Merge first, then adopt with them.',
    });
  const words: Words = { ran: args.flags.get('ran') ?? [], notRun: args.flags.get('not-run') ?? [], by: args.by };
  const { verdict, draft, decisions, map } = merge(read, { environment, last: args.flags.get('last') ?? [], words });
  return {
    kind: 'proposal',
    verdict,
    plan: draft && { draft },
    findings: [],
    unchecked: [],
    data: { environment, migrations: decisions, others: [], notes: draft?.notes ?? [], drift: [], map },
  };
}

function checkMergeOnly(args: Args): void {
  if (!flagged(args, 'last')) return;
  throw new Problem('usage', '--last orders the migrations of a merge.', {
    why: 'It needs the other folder. Nothing was changed.',
    fix: 'npx tidemark adopt --merge <folder> --last <migration>',
  });
}

const schemasIn = (read: Readings, environment: string): readonly string[] => {
  const server = read.servers?.ok ? read.servers.value.get(environment) : undefined;
  return server?.ok ? server.value.schemas : [];
};

function rowChanges(
  read: Readings,
  environment: string,
  where: TableName,
  there: boolean,
  line: Line,
  rows: RowChange[],
  hazards: readonly Hazard[],
): Change[] {
  if (rows.length === 0) return [];
  const made = there ? [] : madeAnew(environment, where, line, schemasIn(read, environment).includes(where.schema));
  const change = rowsChange(environment, where, rows, 'What is proven or stated, as Drizzle writes it.');
  return [...made, { ...change, ...(hazards.length > 0 ? { hazards: [...new Set(hazards)] } : {}) }];
}

/** Another tool's history table is explained by that tool. */
function driftOf(audit: Audit, legacies: readonly LegacyHistory[]): string[] {
  const tables = legacies.flatMap(({ table }) => (table ? [`${table.schema}.${table.name}`] : []));
  const telling = unexplained(audit).filter((d) => !tables.includes(d.id));
  return [...new Set(telling.map((d) => `${d.kind.replaceAll('-', ' ')} ${d.id}`))];
}

function verdict(decisions: readonly Decision[], files: readonly OtherFile[], changes: number, on: string): string {
  const count = (does: Decision['does']) => decisions.filter((d) => d.does === does).length;
  const runs = files.filter((f) => f.is === 'run').length;
  if (runs > 0)
    return `${runs} ${runs === 1 ? 'file' : 'files'} of another system run. For the history now: npx tidemark adopt${on}`;
  const open = count('take-out') + count('leave');
  const pending = open > 0 ? ` ${open} pending.` : '';
  const untold = decisions.filter((d) => d.confidence === 'unproven').map((d) => d.migration);
  if (changes === 0 && untold.length > 0)
    return `There is nothing to adopt. Of ${untold.length === 1 ? untold[0] : `${untold.length} migrations`} it cannot be told whether what is recorded is true.${pending}`;
  if (changes === 0) return `The history says what is proven, so there is nothing to adopt.${pending}`;
  const parts = [
    count('record') > 0 ? `${count('record')} recorded` : '',
    count('take-out') > 0 ? `${count('take-out')} taken out` : '',
  ].filter(Boolean);
  return `${parts.length > 0 ? parts.join(', ') : 'Rows written'}.${pending}`;
}
