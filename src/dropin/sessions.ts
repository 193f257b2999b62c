/** The sessions of one call: one for looking and changing as long as it lives, others beside it; all of them given back at the end. */
import type { Session } from '../drivers/session.ts';
import type { Sessions } from '../run/sessions.ts';

export function sessionsOf(first: () => Promise<Session>, another: () => Promise<Session>): Sessions {
  let held: Promise<Session> | null = null;
  const later: Session[] = [];
  const get = (): Promise<Session> => {
    held ??= first();
    return held;
  };
  const giveBack = async (): Promise<void> => {
    const had = held;
    held = null;
    // One that could not be opened was told of already, and has nothing to give back.
    await had?.then(
      (session) => session.close(),
      () => undefined,
    );
  };
  return {
    ask: get,
    look: get,
    change: get,
    async again() {
      await giveBack();
      const session = await another();
      later.push(session);
      return session;
    },
    beside: another,
    async close() {
      await giveBack();
      for (const session of later.splice(0)) await session.close();
    },
  };
}
