/** Applies what is pending, a transaction a migration, and records it as the stock migrator would. */
import { Problem } from '../base/problem.ts';
import { judge } from '../compare/judge.ts';
import type { AnyRule, Command, Finding, Readings } from '../model/index.ts';
import { pendingOf, runOf } from '../plans/pending.ts';

export interface MigrateData {
  environment: string;
  /** In order; applied when the exit status is 0. */
  migrations: string[];
  /** How many were recorded before. */
  recorded: number;
}

export default {
  name: 'migrate',
  says: 'apply what is pending',
  about:
    'One transaction a migration, its history row inside. When nothing is pending it asks one question and changes nothing. A finding that would make this run skip, repeat or fail stops it first.',
  changes: true,
  judges: true,
  one: true,
  unasked: true,
  flags: [],
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
        fix: `npx tidemark doctor${named(environment)}`,
      });
    const stops = stoppingFindings(
      read,
      environment,
      rules.filter((r) => r.stops),
    );
    if (stops.length > 0) throw stopped(stops, environment);
    const { table } = [...(read.environments?.ok ? read.environments.value : [])].find((e) => e.name === environment) ?? {
      table: { schema: 'drizzle', name: '__drizzle_migrations' },
    };
    const line = read.project?.ok ? read.project.value.line : '0.x';
    const pending = pendingOf(standing.value.migrations, line);
    const runs = pending.map((m) => {
      const made = runOf(m, line, table);
      if (!made) throw unusable(m.sql.ok ? `${m.name} has no time to be recorded with` : m.sql.why, undefined);
      return { kind: 'run' as const, environment, says: `Run ${made.run.file} and record it.`, ...made };
    });
    const recorded = standing.value.migrations.filter((m) => m.state === 'applied').length;
    const names = pending.map((m) => m.name);
    const odd =
      standing.value.migrations.filter((m) => m.rows.some((r) => r.faults.length > 0)).length + standing.value.orphans.length;
    const notes =
      odd > 0
        ? [
            `${odd} of the recorded rows are odd, none in a way that makes this run wrong: npx tidemark doctor${named(environment)}`,
          ]
        : [];
    return {
      kind: 'proposal',
      verdict:
        names.length === 0
          ? `Nothing is pending; ${recorded} applied.`
          : `${names.length} applied: ${names.length > 6 ? `${names.slice(0, 5).join(', ')} … ${names.at(-1)}` : names.join(', ')}.`,
      plan: runs.length === 0 ? null : { draft: { environment, changes: runs, notes, expects: [], unseen: [] } },
      findings: [],
      unchecked: [],
      data: { environment, migrations: names, recorded },
    };
  },
} satisfies Command<MigrateData>;

const named = (environment: string): string => (environment === 'default' ? '' : ` -e ${environment}`);

function stoppingFindings(read: Readings, environment: string, stopping: readonly AnyRule[]): Finding[] {
  const { judged } = judge(stopping, read, read.acknowledged?.ok ? read.acknowledged.value : []);
  return judged
    .map((j) => j.finding)
    .filter((f) => !f.acknowledged && f.severity === 'error' && (f.environment === undefined || f.environment === environment));
}

function stopped(findings: Finding[], environment: string): Problem {
  const [first] = findings;
  const more = findings.length > 4 ? `\n… and ${findings.length - 4} more` : '';
  return new Problem('would-go-wrong', `This run would skip, repeat or break something in ${environment}, so it did not start.`, {
    why: `${findings
      .slice(0, 4)
      .map((f) => `${f.rule}: ${f.says}`)
      .join('\n')}${more}\nNothing was changed.`,
    fix: `npx tidemark doctor${named(environment)}${first?.remedies[0] ? `\n${first.remedies[0].command}` : ''}`,
  });
}

const unusable = (why: string, because: string | undefined): Problem =>
  new Problem('folder-unusable', 'The migrations folder cannot be used as it is.', {
    why: `${why}. Nothing was changed.`,
    fix: because ? `npx tidemark explain ${because}\nnpx tidemark doctor` : 'npx tidemark doctor',
  });
