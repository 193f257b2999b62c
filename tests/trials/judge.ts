/** Was the audit wrong, and how much of what it could have known did it know? */
import type { Audit, JudgedMigration } from '../../src/model/index.ts';
import type { Truth } from './truth.ts';

export interface Wrong {
  migration: string;
  /** Statements (by place) of which it hangs: what is said is wrong unless nothing could be seen of them. */
  of: number[];
  says: string;
}

/** Every claim that the truth does not bear out. */
export function claims(audit: Audit, truth: readonly (readonly Truth[])[]): Wrong[] {
  return audit.migrations.flatMap((m, i) => [...ofMigration(m, truth[i] ?? []), ...ofStatements(m, truth[i] ?? [])]);
}

function ofMigration(m: JudgedMigration, truth: readonly Truth[]): Wrong[] {
  const places = (is: Truth): number[] => truth.flatMap((t, j) => (t === is ? [j] : []));
  const [yes, no] = [places('yes'), places('no')];
  const either = truth.includes('either');
  const wrong = (of: number[]): Wrong[] =>
    of.map((j) => ({ migration: m.migration, of: [j], says: `${m.migration} ${m.verdict}` }));
  if (m.verdict === 'executed') return wrong(no);
  if (m.verdict === 'data-unknown') return wrong(no.filter((j) => m.statements[j]?.touches !== 'data'));
  if (m.verdict === 'not-executed') return wrong(yes);
  if (m.verdict === 'partly' && !either && (yes.length === 0 || no.length === 0))
    return [
      {
        migration: m.migration, // Nothing is wrong when one of those ran in vain.
        of: yes.filter((j) => m.statements[j]?.verdict === 'not-executed'),
        says: `${m.migration} partly, and ${yes.length === 0 ? 'nothing' : 'all'} of it ran`,
      },
    ];
  return [];
}

function ofStatements(m: JudgedMigration, truth: readonly Truth[]): Wrong[] {
  return m.statements.flatMap((s, j) => {
    const is = truth[j];
    if (!((s.verdict === 'executed' && is === 'no') || (s.verdict === 'not-executed' && is === 'yes'))) return [];
    return [{ migration: m.migration, of: [j], says: `${m.migration}:${s.line} ${s.tag} ${s.verdict}` }];
  });
}

export interface Count {
  /** Statements that change the schema and never ran: all, and those that were found. */
  absent: number;
  absentFound: number;
  /** Statements that change the schema and ran. */
  present: number;
  presentFound: number;
  /** Migrations that change the schema and of which nothing ran; that ran whole. */
  without: number;
  withoutFound: number;
  whole: number;
  wholeFound: number;
  undecided: number;
  judged: number;
}

export const nothingCounted = (): Count => ({
  absent: 0,
  absentFound: 0,
  present: 0,
  presentFound: 0,
  without: 0,
  withoutFound: 0,
  whole: 0,
  wholeFound: 0,
  undecided: 0,
  judged: 0,
});

export function counted(audit: Audit, truth: readonly (readonly Truth[])[], into: Count): void {
  for (const [i, m] of audit.migrations.entries()) {
    const true_ = truth[i] ?? [];
    const telling = true_.filter((t) => t !== 'nothing');
    const schema = m.statements.flatMap((s, j) => (s.touches === 'schema' || s.touches === 'both' ? [{ s, is: true_[j] }] : []));
    into.judged += 1;
    if (m.verdict === 'undecided') into.undecided += 1;
    for (const { s, is } of schema) {
      if (is === 'no') {
        into.absent += 1;
        if (s.verdict === 'not-executed') into.absentFound += 1;
      } else if (is === 'yes') {
        into.present += 1;
        if (s.verdict === 'executed') into.presentFound += 1;
      }
    }
    if (schema.length > 0 && telling.every((t) => t === 'no')) {
      into.without += 1;
      if (m.verdict === 'not-executed') into.withoutFound += 1;
    }
    if (telling.length > 0 && telling.every((t) => t === 'yes')) {
      into.whole += 1;
      if (m.verdict === 'executed' || m.verdict === 'data-unknown') into.wholeFound += 1;
    }
  }
}
