/** Applies what is pending, a transaction a migration, and records it as the stock migrator would. */
import { flagOf } from '../base/flag.ts';
import { Problem } from '../base/problem.ts';
import { changedSince, shortened } from '../compare/history/changed-since.ts';
import { judge } from '../compare/judge.ts';
import { flag, flagged } from '../model/command.ts';
import { STOCK_TABLE } from '../model/history.ts';
import type { AnyRule, Args, Command, Finding, Line, Migration, MigrationRun, Readings } from '../model/index.ts';
import { hook } from '../plans/hooks.ts';
import { editedPart, notesOf, partEdited, withNotes } from '../plans/noted-parts.ts';
import { isCut } from '../plans/parts.ts';
import { pendingOf, runOf, saysRun, upTo, whyDoubt, whyParts } from '../plans/pending.ts';
import { needsSession } from '../plans/way.ts';

export interface MigrateData {
  environment: string;
  /** In order; applied when the exit status is 0. */
  migrations: string[];
  /** How many were recorded before. */
  recorded: number;
  /** Milliseconds from the first statement to the commit, waits included; absent before anything ran. */
  took?: { migration: string; milliseconds: number }[];
  /** Whom it waited for. */
  waited?: { for: string; seconds: number }[];
}

export default {
  name: 'migrate',
  says: 'apply what is pending',
  about:
    'One transaction a migration, its history row inside. When nothing is pending it asks one question and changes nothing. A finding that would make this run skip or repeat something stops it first.',
  changes: true,
  judges: true,
  one: true,
  unasked: true,
  flags: [
    { name: 'to', value: '<migration>', says: 'stop behind this one; the later ones stay pending' },
    {
      name: 'out-of-order',
      value: 'apply|refuse',
      says: 'a migration older than an applied one; default: refuse on 0.x, apply on 1.0',
    },
    { name: 'strict', says: 'stop when an applied migration was edited since' },
    { name: 'single-transaction', says: 'all that is pending in one transaction, as the stock migrator does' },
    { name: 'no-wait', says: 'give up at once when another Tidemark is at work' },
    { name: 'smoke', value: '<select …>', says: 'ask this when all is committed; no row, NULL, false or 0 is exit 3' },
    { name: 'show-queries', says: 'name what those are running who hold a lock; it may hold data' },
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
    'brokenReceipts',
    'acknowledged',
    'now',
    'sql',
  ],
  pendingSqlOnly: true,
  seesWith: { strict: ['edits'] },
  think(read, args, rules) {
    const environment = args.environments[0] ?? '';
    const standing = read.standings?.ok ? read.standings.value.get(environment) : undefined;
    if (read.migrations && !read.migrations.ok) throw unusable(read.migrations.why, read.migrations.because);
    if (read.standings && !read.standings.ok)
      throw new Problem('no-database', 'No database is configured to migrate.', {
        why: read.standings.why,
        fix: 'Set the variable that your drizzle.config reads, or: npx tidemark doctor',
      });
    if (!standing?.ok)
      throw new Problem('environment-not-read', `${environment} could not be read.`, {
        why: standing?.why ?? 'It is not configured.',
        fix: `npx tidemark doctor${flagOf(environment)}`,
      });
    const line = read.project?.ok ? read.project.value.line : '0.x';
    const late = lateOnes(args, line);
    const stopping = rules.filter((r) => r.stops || (flagged(args, 'strict') && r.id === EDITED));
    const stops = stoppingFindings(read, environment, stopping).filter((f) => !(late === 'apply' && f.rule === SKIPPED));
    if (stops.length > 0) throw stopped(stops, environment);
    const before = standing.value.migrations.filter((m) => m.state === 'out-of-order').map((m) => m.migration);
    if (late === 'refuse' && before.length > 0) throw tooLate(before, environment);
    const own = (read.environments?.ok ? read.environments.value : []).find((e) => e.name === environment);
    const { table } = own ?? { table: STOCK_TABLE };
    const all = standing.value.migrations.map((m) => m.migration);
    const pending = upTo(pendingOf(standing.value.migrations, late === 'apply'), all, flag(args, 'to'));
    const facts = read.sql?.ok ? read.sql.value : undefined;
    const looked = read.histories?.ok ? read.histories.value.get(environment) : undefined;
    const history = looked?.ok ? looked.value : undefined;
    const runs = pending.map((m) => {
      const known = m.file === null ? undefined : facts?.get(m.file);
      const made = runOf(m, line, table, known);
      if (!made.ok) throw unusable(made.why, undefined);
      const notes = notesOf(history, m.name);
      const edited = editedPart(made.run, made.text, notes);
      if (edited) throw partEdited(made.run, edited, environment);
      const sets = known?.statements.find((s) => s.session !== undefined)?.session;
      const session = own?.driver === 'neon-http' ? needsSession(made.run, made.text, sets) : null;
      const run = withNotes(session === null ? made.run : { ...made.run, session }, notes);
      return { kind: 'run' as const, environment, says: saysRun(run), run, text: made.text };
    });
    const together = flagged(args, 'single-transaction');
    const apart = runs.find(({ run }) => isCut(run));
    if (together && apart) throw notTogether(apart.run);
    const recorded = standing.value.migrations.filter((m) => m.state === 'applied').length;
    const names = pending.map((m) => m.name);
    const odd =
      standing.value.migrations.filter((m) => m.rows.some((r) => r.faults.length > 0)).length + standing.value.orphans.length;
    const notes = [
      ...(odd > 0
        ? [
            `${odd} of the recorded rows are odd, none in a way that makes this run wrong: npx tidemark doctor${flagOf(environment)}`,
          ]
        : []),
      ...runs.flatMap(({ run }) => whyDoubt(run, own?.driver === 'neon-http')),
      ...runs.flatMap(({ run, text }) => whyParts(run, text)),
      ...runs.flatMap(({ run }) =>
        run.session ? [`${run.file} goes over a WebSocket, not as one HTTP request: ${run.session}.`] : [],
      ),
    ];
    const draft = {
      environment,
      changes: [...hook(own, 'before'), ...runs, ...hook(own, 'after')],
      notes,
      expects: [],
      unseen: [],
      ...(together ? { together: true as const } : {}),
    };
    return {
      kind: 'proposal',
      verdict: `${names.length === 0 ? `Nothing is pending; ${recorded} applied.` : `${names.length} applied: ${shortened(names)}.`}${changedSince(standing.value.migrations)}`,
      plan: runs.length === 0 ? null : { draft },
      findings: [],
      unchecked: [],
      data: { environment, migrations: names, recorded },
    };
  },
} satisfies Command<MigrateData>;

const SKIPPED = 'skipped-migration';
const EDITED = 'edited-migration';

/** As the stock migrator of the line does it, but for the silence of 0.x. */
function lateOnes(args: Args, line: Line): 'apply' | 'refuse' {
  const said = flag(args, 'out-of-order');
  if (said === undefined) return line === '1.0' ? 'apply' : 'refuse';
  if (said === 'apply' || said === 'refuse') return said;
  throw new Problem('usage', `--out-of-order takes apply or refuse, not ${said}.`, {
    why: 'Nothing was changed.',
    fix: 'npx tidemark migrate --out-of-order apply',
  });
}

const notTogether = ({ file, parts = [] }: MigrationRun): Problem =>
  new Problem('not-one-transaction', `${file} cannot run in one transaction with the others.`, {
    why: `${parts.find((p) => p.alone)?.alone?.why ?? 'It commits in its middle'}. Nothing was changed.`,
    fix: 'npx tidemark migrate',
  });

function tooLate(late: readonly Migration[], environment: string): Problem {
  const names = late.map((m) => m.name);
  return new Problem(
    'out-of-order',
    `${names.length === 1 ? `${names[0]} is` : `${names.length} migrations are`} older than one that is applied in ${environment}.`,
    {
      why: `${names.length > 1 ? `${names.slice(0, 5).join(', ')}. ` : ''}--out-of-order refuse was asked for; the stock migrator of 1.0 would run ${names.length === 1 ? 'it' : 'them'} now. Nothing was changed.`,
      fix: `npx tidemark migrate --out-of-order apply${flagOf(environment)}`,
    },
  );
}

function stoppingFindings(read: Readings, environment: string, stopping: readonly AnyRule[]): Finding[] {
  const { judged } = judge(stopping, read, read.acknowledged?.ok ? read.acknowledged.value : []);
  return judged
    .map((j) => j.finding)
    .filter((f) => !f.acknowledged && (f.severity === 'error' || f.rule === EDITED))
    .filter((f) => f.environment === undefined || f.environment === environment);
}

function stopped(findings: Finding[], environment: string): Problem {
  const [first] = findings;
  const more = findings.length > 4 ? `\n… and ${findings.length - 4} more` : '';
  const outOfOrder = findings.every((f) => f.rule === SKIPPED)
    ? `\nOr, to run it now all the same: npx tidemark migrate --out-of-order apply${flagOf(environment)}`
    : '';
  const edited = findings.every((f) => f.rule === EDITED);
  return new Problem(
    'would-go-wrong',
    edited
      ? `An applied migration was edited since, and --strict was asked for, so nothing ran in ${environment}.`
      : `This run would skip, repeat or break something in ${environment}, so it did not start.`,
    {
      why: `${findings
        .slice(0, 4)
        .map((f) => `${f.rule}: ${f.says}`)
        .join('\n')}${more}\nNothing was changed.`,
      fix: `npx tidemark doctor${flagOf(environment)}${first?.remedies[0]?.command ? `\nWhat it offers first: ${first.remedies[0].command}` : ''}${outOfOrder}`,
    },
  );
}

const unusable = (why: string, because: string | undefined): Problem =>
  new Problem('folder-unusable', 'The migrations folder cannot be used as it is.', {
    why: `${why}. Nothing was changed.`,
    fix: because ? `npx tidemark explain ${because}\nnpx tidemark doctor` : 'npx tidemark doctor',
  });
