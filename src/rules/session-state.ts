/** Does a migration change a setting of the session that later migrations still see? */
import { textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'sql',
  severity: 'warning',
  title: 'A migration changes a setting of the session, and the migrations behind it run with it',
  harm: 'Tables of later migrations land in another schema, or belong to another role, but only where both ran in one go.',
  background:
    'SET lasts until the connection ends; SET LOCAL until the transaction does. The stock migrator runs everything in one session and one transaction, so both reach the migrations behind; Tidemark runs a transaction each, so SET LOCAL ends with its migration.',
  needs: ['intended', 'sql'],
  wants: ['standings'],
  *check({ intended, sql, standings }) {
    const texts = [...textsOf(intended, sql, standings)];
    for (const { migration, file, facts, reach } of texts) {
      const set = facts.statements.filter(
        (s) => s.session !== undefined && moves(s.session) && !undone(s.session, facts.statements, s.offset),
      );
      const [first] = set;
      if (!first || reach.pending.length === 0) continue;
      yield {
        subject: { migration: migration.name, file, line: first.line },
        says: `${first.session} in ${file}, line ${first.line}, lasts longer than the migration; ${whereItRuns(reach)}.`,
        evidence: set.slice(0, 5).map((s) => `${file}:${s.line}: ${s.session}`),
      };
    }
  },
  advice: 'Write SET LOCAL, or name the schema in each statement, before the file runs anywhere.',
});

/** Settings that decide where objects land and whose they are; a timeout that stays harms nobody. */
const moves = (session: string): boolean =>
  ['search_path', 'ROLE', 'AUTHORIZATION'].some((word) => session.includes(word)) && !session.startsWith('RESET');

/** A RESET of the same setting further down takes it back. */
const undone = (session: string, statements: readonly { session?: string; offset: number }[], offset: number): boolean =>
  statements.some(
    (s) =>
      s.offset > offset &&
      s.session !== undefined &&
      (s.session === 'RESET ALL' || s.session === session.replace('SET ', 'RESET ')),
  );
