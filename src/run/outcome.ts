/** After a lost connection: was the transaction committed? Asked under the lock, so that a commit still under way is waited for. */

import { Problem } from '../base/problem.ts';
import { ConnectionLost, DatabaseError, type Session } from '../drivers/session.ts';
import type { Plan, Receipt } from '../model/index.ts';
import { keepsReceipt, type Place, type Unit } from '../plans/transaction.ts';
import { LOCK_HELD, tryLock } from '../sql/guard.ts';
import { literal, qualified } from '../sql/quote.ts';

const PATIENCE = 30_000;

export async function committed(
  plan: Plan,
  unit: Unit,
  receipt: Receipt,
  database: { reopen: () => Promise<Session>; place: Place },
): Promise<'yes' | 'no' | 'unknown'> {
  const question = questionFor(plan, unit, receipt, database.place);
  if (question === null) return 'unknown';
  const until = performance.now() + PATIENCE;
  while (performance.now() < until) {
    let session: Session | null = null;
    try {
      session = await database.reopen();
      const results = await session.send(`begin; ${tryLock(database.place.environment.table)}; ${question}; commit`);
      const count = results.find((r) => r.tag.startsWith('SELECT'))?.rows[0]?.['n'];
      return count === '0' ? 'no' : 'yes';
    } catch (error) {
      // No history table: whatever was to be committed would have made it.
      if (error instanceof DatabaseError && error.sqlstate === '42P01') return 'no';
      const mayPass =
        error instanceof Problem ||
        error instanceof ConnectionLost ||
        (error instanceof DatabaseError && error.sqlstate === LOCK_HELD);
      if (!mayPass) throw error;
    } finally {
      await session?.close();
    }
    await new Promise((done) => setTimeout(done, 500));
  }
  return 'unknown';
}

function questionFor(plan: Plan, unit: Unit, receipt: Receipt, place: Place): string | null {
  const step = unit.steps[0]?.step;
  if (step?.kind === 'sql' && step.migration) {
    const { hash, when, table } = step.migration;
    return `select count(*) as n from ${qualified(table)} where hash = ${literal(hash)} and created_at::text = ${literal(when)}`;
  }
  return unit.last && keepsReceipt(plan, place)
    ? `select count(*) as n from tidemark.receipt where id = ${literal(receipt.id)}`
    : null;
}
