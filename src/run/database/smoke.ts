/** Is the database fit for use after the change? One question of the user's own, asked once it is committed. */
import { flagOf } from '../../base/flag.ts';
import { Problem } from '../../base/problem.ts';
import { ConnectionLost, DatabaseError, type Session } from '../../drivers/session.ts';
import { rollback } from './send.ts';

/** As PostgreSQL prints false, and a count of nothing. */
const NO = ['f', 'false', '0', ''];

/**
 * Passes when it answers with a row whose first column is not NULL, false, 0 or empty. It may not write: it runs in a read-only
 * transaction. Throws the Problem `smoke-failed`: exit 3 where something was applied (`applied`: what), which is committed and
 * stays; 2 where nothing was pending, so that a second try does not pass where the first one failed.
 */
export async function smoke(session: Session, name: string, question: string, applied: string | null): Promise<void> {
  const failed = (why: string): Problem =>
    new Problem(
      'smoke-failed',
      applied === null
        ? `Nothing was pending in ${name}, and the smoke test says no.`
        : `${applied} is committed in ${name}, and the smoke test says no.`,
      {
        why: `${question}\n${why}`,
        fix: `Look at what it asks for. The migrations stay applied: npx tidemark status${flagOf(name)}`,
        exit: applied === null ? 2 : 3,
      },
    );
  try {
    const results = await session.send(`begin transaction read only; ${question}\n; commit`);
    const answer = results.findLast((r) => r.rows.length > 0)?.rows[0];
    const value = answer === undefined ? undefined : Object.values(answer)[0];
    if (value === undefined) throw failed('It answered with no row.');
    if (value === null || NO.includes(value)) throw failed(`It answered ${value ?? 'NULL'}.`);
  } catch (error) {
    if (error instanceof ConnectionLost) throw failed(error.message);
    if (!(error instanceof DatabaseError)) throw error;
    await rollback(session);
    throw failed(`${error.message} (SQLSTATE ${error.sqlstate})`);
  }
}
