/** Open connections of one run: one an environment, kept for the change that follows the look. */
import { databaseKey, readPrinted } from '../base/host.ts';
import { Problem } from '../base/problem.ts';
import { openSession } from '../drivers/index.ts';
import type { Session } from '../drivers/session.ts';
import type { Environment } from '../model/index.ts';
import type { Listener } from './progress.ts';

const TELL_EVERY = 5_000;

export interface Sessions {
  /** For one question only, and for the look behind it where nothing speaks against that. */
  ask(environment: Environment): Promise<Session>;
  look(environment: Environment): Promise<Session>;
  /** The same connection where looking and changing may share one; a PGlite folder is opened anew, under its lock. */
  change(environment: Environment): Promise<Session>;
  /** A new connection in place of one that was lost; closed at the end with the others, where the caller does not. */
  again(environment: Environment): Promise<Session>;
  /** One that keeps its state from message to message, where the usual one is HTTP requests; absent where there can be none. */
  whole?(environment: Environment): Promise<Session>;
  /** A second one beside the first, for the caller to close; null where there can be none. */
  beside(environment: Environment): Promise<Session | null>;
  close(): Promise<void>;
}

interface Turn {
  /** Another process at work is a refusal, not a wait. */
  noWait: boolean;
  tell: Listener;
}

/** A URL that was typed is called by its database, and two of them may be called alike. */
const keyOf = ({ name, target: { host, database, role } }: Environment): string =>
  `${name} ${databaseKey(readPrinted(host), database, role)}`;

export function sessions(applicationName: string, writes: boolean, turn: Turn): Sessions {
  const open = new Map<string, { session: Promise<Session>; mode: 'read' | 'write' }>();
  const later: Session[] = [];
  const get = (environment: Environment, mode: 'read' | 'write'): Promise<Session> => {
    const key = keyOf(environment);
    const had = open.get(key);
    if (had && (had.mode === mode || environment.driver !== 'pglite')) return had.session;
    const anew = async (): Promise<Session> => {
      await (await had?.session)?.close();
      return whenFree(environment, turn, () => openSession(environment, { mode, applicationName }));
    };
    const session = anew();
    // Before anything is waited for: who asks at the same time gets the same one.
    open.set(key, { session, mode });
    // Who asks next tries again; without this line a caller who asks early and does not wait would end the process.
    session.catch(() => open.delete(key));
    return session;
  };
  const look = (environment: Environment): Promise<Session> =>
    get(environment, open.get(keyOf(environment))?.mode ?? (writes ? 'write' : 'read'));
  return {
    ask: look,
    look,
    change: (environment) => get(environment, 'write'),
    async whole(environment) {
      const session = await openSession({ ...environment, driver: 'neon-websocket' }, { mode: 'write', applicationName });
      later.push(session);
      return session;
    },
    async again(environment) {
      // A connection gone silent would keep the process alive.
      const had = open.get(keyOf(environment))?.session;
      if (had) later.push(await had);
      open.delete(keyOf(environment));
      const session = await openSession(environment, { mode: 'write', applicationName });
      later.push(session);
      return session;
    },
    async beside(environment) {
      const first = await open.get(keyOf(environment))?.session;
      return first?.can.concurrent === false ? null : openSession(environment, { mode: 'write', applicationName });
    },
    async close() {
      // One that could not be opened was told of already, and has nothing to close.
      for (const { session } of open.values())
        await session.then(
          (opened) => opened.close(),
          () => undefined,
        );
      open.clear();
      for (const session of later.splice(0)) await session.close();
    },
  };
}

/** Only one process may write in a PGlite folder; a second one waits its turn, as it does for the lock of a server. */
async function whenFree(environment: Environment, { noWait, tell }: Turn, open: () => Promise<Session>): Promise<Session> {
  const began = performance.now();
  for (let told = Number.NEGATIVE_INFINITY; ; ) {
    const waited = performance.now() - began;
    try {
      return await open();
    } catch (error) {
      const busy = error instanceof Problem && error.code === 'data-folder-in-use';
      if (!busy || noWait || waited > environment.lockBudget) throw error;
    }
    if (waited - told >= TELL_EVERY) {
      told = waited;
      await tell({
        event: 'waiting',
        for: 'another process that works with the PGlite folder',
        seconds: Math.round(waited / 1000),
        until: Math.round(environment.lockBudget / 1000),
      });
    }
    await new Promise((done) => setTimeout(done, 200));
  }
}
