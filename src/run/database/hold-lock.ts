/** The migration lock while a statement runs that no transaction can hold. */
import { answered } from '../../drivers/answered.ts';
import { DatabaseError, type Session } from '../../drivers/session.ts';
import { tryLock } from '../../sql/guard.ts';
import { refusal } from './refusal.ts';
import { interrupted, rollback } from './send.ts';
import type { Task } from './sending.ts';
import { waiting } from './waiting.ts';

/**
 * Held by a second session while the first is outside of any transaction: idle in READ COMMITTED it holds
 * no snapshot, for which CREATE INDEX CONCURRENTLY would wait for ever.
 */
export async function holdLock(task: Task): Promise<() => Promise<void>> {
  const { database } = task;
  const session = await database.beside();
  if (session === null) return async () => undefined;
  const patience = waiting(task);
  const text = `begin isolation level read committed; select pg_catalog.set_config(name, '0', true) from pg_catalog.pg_settings where name in ('idle_in_transaction_session_timeout', 'transaction_timeout'); ${tryLock(database.place.environment.table)}`;
  for (;;) {
    try {
      await answered(session, text);
      break;
    } catch (error) {
      if (!(error instanceof DatabaseError)) return await after(session, error);
      await rollback(session);
      if (database.interrupt.asked) return await after(session, interrupted(task));
      if (await patience.again(error, [])) continue;
      const pieces = [{ text, step: null }];
      await after(session, refusal({ ...task, pieces, holders: patience.holders }, error, patience.waited()));
    }
  }
  // It stays silent: a snapshot of it, however short, would make the build wait for the end of this transaction.
  return () => session.close();
}

async function after(session: Session, error: unknown): Promise<never> {
  await session.close();
  throw error;
}
