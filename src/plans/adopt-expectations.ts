/** What must hold when a database was adopted. */
import type { Decision } from '../compare/audit/decided.ts';
import { tableName } from '../compare/history/recorded.ts';
import { subjectKey } from '../model/finding.ts';
import type { Expectation, History, Standing } from '../model/index.ts';

/** Afterwards doctor is silent about these. */
export function expectations(
  decisions: readonly Decision[],
  { migrations, table }: Standing,
  environment: string,
  { configured }: History,
): Expectation[] {
  const expect = (rule: string, subject: string): Expectation => ({
    says: `${rule} has nothing to say about ${subject} any more.`,
    rule,
    subject,
  });
  const out = decisions
    .filter((d) => d.does === 'take-out')
    .flatMap((d) => migrations.filter((m) => m.migration.name === d.migration));
  return [
    ...out.map((m) => expect('marked-not-run', subjectKey({ migration: m.migration.name }, environment))),
    ...((table?.rows.length ?? 0) === 0 && decisions.some((d) => d.does === 'record')
      ? [expect('history-lost', subjectKey({ object: tableName(configured) }, environment))]
      : []),
  ];
}
