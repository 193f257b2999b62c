/** Every chosen environment's database, all at once; one that cannot be read is evidence too. */
import { Problem } from '../../base/problem.ts';
import { ConnectionLost, DatabaseError, type Session } from '../../drivers/session.ts';
import type { Environment, Read } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import type { UnreadEnvironment } from '../config/project.ts';
import { type DatabaseReading, readDatabase } from './database.ts';

export interface Reaching {
  /** Environments to read. */
  environments: Environment[];
  /** Environments that are configured and cannot even be tried, each with its reason. */
  hopeless?: readonly UnreadEnvironment[];
  open(environment: Environment): Promise<Session>;
  /** Of the history table of the only environment, where they are known: that saves a round trip. */
  columns?: string[];
}

/** An environment that cannot be reached is evidence too: the others go on. The machine's own clock is compared with the server's, not what a caller takes for now. */
export async function readDatabases({
  environments,
  hopeless = [],
  open,
  columns = [],
}: Reaching): Promise<Map<string, Read<DatabaseReading>>> {
  const read = await Promise.all(
    environments.map(async (environment): Promise<[string, Read<DatabaseReading>]> => {
      try {
        return [environment.name, await whole(await readDatabase(await open(environment), environment, Date.now, columns))];
      } catch (error) {
        if (error instanceof DatabaseError || error instanceof ConnectionLost) return [environment.name, refusedLook(error)];
        if (!(error instanceof Problem)) throw error;
        return [
          environment.name,
          { ok: false, why: `${error.message.replace(/[.\s]+$/, '')}. ${error.why}`, because: error.code },
        ];
      }
    }),
  );
  const never = hopeless.map(({ environment, why, absent }): [string, Read<DatabaseReading>] => [
    environment,
    { ok: false, why, ...(absent ? { absent } : {}) },
  ]);
  return new Map([...read, ...never]);
}

/** The server answers and refuses, or goes away in between: no bug, and the other environments go on. */
const refusedLook = (error: DatabaseError | ConnectionLost): Read<never> => ({
  ok: false,
  why:
    error instanceof DatabaseError
      ? `the server refused to be read: ${error.message} (${error.sqlstate})`
      : `the connection was lost while it was read: ${error.message}`,
});

/** A configured history table that this role may not read makes everything about it unknown, not empty. */
function whole(reading: DatabaseReading): Read<DatabaseReading> {
  const { configured } = reading.history;
  const hidden = reading.unreadableTables.find((t) => t.table.schema === configured.schema && t.table.name === configured.name);
  return hidden
    ? { ok: false, why: `${configured.schema}.${configured.name}: ${hidden.why}`, because: 'history-not-readable' }
    : got(reading);
}
