/** Could `migrate` run here? Tried with two connections an environment; nothing is written. */
import { Problem } from '../base/problem.ts';
import { mask } from '../base/secret.ts';
import { openSession } from '../drivers/index.ts';
import { ConnectionLost, DatabaseError, type Session } from '../drivers/session.ts';
import type { Environment, Finding } from '../model/index.ts';
import { mayMigrate, tryInside, WHO } from '../sql/may-migrate.ts';

export interface Check {
  what: 'connect' | 'write' | 'schema' | 'history' | 'pooler' | 'lock' | 'findings';
  /** null: it could not be tried here, or does not decide. */
  ok: boolean | null;
  says: string;
}

export interface Connected {
  environment: string;
  /** `host/database, role`, never a password. */
  target: string;
  /** `migrate` could run. */
  could: boolean;
  checks: Check[];
}

type Cells = Record<string, string | null>;

/** One environment after the other: they may share a pooler with few places. `stopping`: findings that keep `migrate` from starting. */
export async function connectAll(
  environments: readonly Environment[],
  stopping: readonly Finding[],
  secrets: readonly string[],
): Promise<Connected[]> {
  const out: Connected[] = [];
  for (const environment of environments) {
    const checks = (await tried(environment)).map((check) => ({ ...check, says: mask(check.says, secrets) }));
    const mine = stopping.filter((f) => f.environment === undefined || f.environment === environment.name);
    if (mine.length > 0)
      checks.push({
        what: 'findings',
        ok: false,
        says: `${mine.length === 1 ? 'a finding keeps' : `${mine.length} findings keep`} migrate from starting: ${[...new Set(mine.map((f) => f.rule))].join(', ')}`,
      });
    const { host, database, role } = environment.target;
    const target = environment.driver === 'pglite' ? host : `${host}/${database}, role ${role}`;
    out.push({ environment: environment.name, target, could: checks.every((c) => c.ok !== false), checks });
  }
  return out;
}

/** Configured, and there is not even a URL to try. */
export const hopelessOnes = (unread: readonly { environment: string; why: string }[]): Connected[] =>
  unread.map(({ environment, why }) => ({
    environment,
    target: 'no URL',
    could: false,
    checks: [{ what: 'connect', ok: false, says: why }],
  }));

async function tried(environment: Environment): Promise<Check[]> {
  const opened: Session[] = [];
  const open = async (): Promise<Session> => {
    const session = await openSession(environment, { mode: 'read', applicationName: 'tidemark doctor' });
    opened.push(session);
    return session;
  };
  const checks: Check[] = [];
  try {
    const first = await open();
    checks.push({ what: 'connect', ok: true, says: 'the connection is made' });
    const answer = (await first.send(mayMigrate(environment.table)))[0]?.rows[0] ?? {};
    checks.push(writes(answer), ...rights(answer, environment));
    if (!first.can.session)
      checks.push({
        what: 'pooler',
        ok: null,
        says: `${environment.driver} keeps nothing between two requests; a migration goes as one`,
      });
    else if (first.can.concurrent) checks.push(...(await apart(first, await open(), environment)));
    else checks.push({ what: 'pooler', ok: null, says: `${environment.driver} has one connection at a time, so nothing pools` });
  } catch (error) {
    checks.push(refused(error, checks.length === 0));
  } finally {
    for (const session of opened) await session.close();
  }
  return checks;
}

function refused(error: unknown, first: boolean): Check {
  const what = first ? 'connect' : 'pooler';
  if (error instanceof Problem) return { what, ok: false, says: `${error.message}. ${error.why}` };
  if (error instanceof DatabaseError) return { what, ok: false, says: `${error.message} (${error.sqlstate})` };
  if (error instanceof ConnectionLost) return { what, ok: false, says: error.message };
  throw error;
}

function writes(answer: Cells): Check {
  if (answer['standby'] === 't') return { what: 'write', ok: false, says: 'the server is a standby' };
  if (answer['read_only'] === 'on') return { what: 'write', ok: false, says: 'transactions are read-only' };
  return { what: 'write', ok: true, says: 'it may be written to' };
}

function rights(answer: Cells, { table }: Environment): Check[] {
  const {
    role,
    first,
    in_schema: inSchema,
    use_schema: useSchema,
    insert,
    sequence,
    in_first: inFirst,
    may_create: mayCreate,
  } = answer;
  const name = `${table.schema}.${table.name}`;
  const checks: Check[] = [];
  if (first === null) checks.push({ what: 'schema', ok: false, says: 'no schema of the search_path exists' });
  else
    checks.push(
      inFirst === 't'
        ? { what: 'schema', ok: true, says: `${role} may create tables in ${first}` }
        : {
            what: 'schema',
            ok: false,
            says: `${role} may not create tables in ${first}: grant create on schema ${first} to ${role}`,
          },
    );
  if (insert !== null) {
    if (useSchema === 't' && insert === 't' && sequence !== 'f')
      checks.push({ what: 'history', ok: true, says: `${role} may read and write ${name}` });
    else
      checks.push({
        what: 'history',
        ok: false,
        says: `${role} may not record in ${name}: grant usage on schema ${table.schema}, select and insert on the table and usage on its sequence`,
      });
  } else {
    const could = inSchema === null ? mayCreate === 't' : inSchema === 't';
    checks.push(
      could
        ? { what: 'history', ok: true, says: `${name} is not there yet, and ${role} may create it` }
        : { what: 'history', ok: false, says: `${name} is not there, and ${role} may not create it` },
    );
  }
  if (mayCreate !== 't')
    checks.push({
      what: 'schema',
      ok: null,
      says: `${role} may not create schemas, so the stock migrator fails here; ours does not ask for it`,
    });
  return checks;
}

/** Two connections at once: do they reach backends of their own, and does the lock keep them apart? */
async function apart(one: Session, other: Session, { table }: Environment): Promise<Check[]> {
  const alone = [await pid(one), await pid(other), await pid(one), await pid(other)];
  const shared = alone[0] === alone[1] || alone[0] !== alone[2] || alone[1] !== alone[3];
  const announced = one.announcedPid !== null && String(one.announcedPid) !== alone[0];
  const pooler: Check = shared
    ? {
        what: 'pooler',
        ok: null,
        says: 'transactions of both connections go to the same backends: a transaction pooler. Our migrate works through it; settings and locks of a session do not last',
      }
    : {
        what: 'pooler',
        ok: true,
        says: announced
          ? 'something pools in between, and each connection keeps a backend of its own'
          : 'each connection has a backend of its own',
      };
  const free = await takes(one, table);
  const lock: Check = !free
    ? { what: 'lock', ok: false, says: 'another run holds the migration lock right now' }
    : (await takes(other, table))
      ? { what: 'lock', ok: false, says: 'the lock does not keep two connections apart: they share one transaction' }
      : { what: 'lock', ok: true, says: 'the migration lock is free, and keeps a second connection out' };
  await other.send('rollback');
  await one.send('rollback');
  return [pooler, lock];
}

const pid = async (session: Session): Promise<string | null> => (await session.send(WHO))[0]?.rows[0]?.['pid'] ?? null;

const takes = async (session: Session, table: Environment['table']): Promise<boolean> =>
  (await session.send(tryInside(table))).at(-1)?.rows[0]?.['free'] === 't';
