/** Is the database fit for use after the change? One question of the user's own, asked once it is committed. */
import { Problem } from '../base/problem.ts';
import { ConnectionLost, DatabaseError } from '../drivers/session.ts';
import type { Database } from './sending.ts';

/** As PostgreSQL prints false, and a count of nothing. */
const NO = ['f', 'false', '0', ''];

/**
 * Passes when it answers with a row whose first column is not NULL, false, 0 or empty. It may not write: it runs in a read-only
 * transaction. Throws the Problem `smoke-failed`, exit 3: what was applied is committed and stays.
 */
export async function smoke(database: Database, question: string, applied: string): Promise<void> {
  const name = database.place.environment.name;
  const failed = (why: string): Problem =>
    new Problem('smoke-failed', `${applied} is committed in ${name}, and the smoke test says no.`, {
      why: `${question}\n${why}`,
      fix: `Look at what it asks for. The migrations stay applied: npx tidemark status${name === 'default' ? '' : ` -e ${name}`}`,
      exit: 3,
    });
  try {
    const results = await database.session.send(`begin transaction read only; ${question}\n; commit`);
    const answer = results.findLast((r) => r.rows.length > 0)?.rows[0];
    const value = answer === undefined ? undefined : Object.values(answer)[0];
    if (value === undefined) throw failed('It answered with no row.');
    if (value === null || NO.includes(value)) throw failed(`It answered ${value ?? 'NULL'}.`);
  } catch (error) {
    if (error instanceof ConnectionLost) throw failed(error.message);
    if (!(error instanceof DatabaseError)) throw error;
    await database.session.send('rollback');
    throw failed(`${error.message} (SQLSTATE ${error.sqlstate})`);
  }
}
