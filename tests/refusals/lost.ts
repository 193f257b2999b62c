/** A connection that is lost while a migration is sent, in each of the ways that matter, and what is then found out. */
import { Problem } from '../../src/base/problem.ts';
import { openSession } from '../../src/drivers/index.ts';
import { ConnectionLost } from '../../src/drivers/session.ts';
import { plan as planOf } from '../../src/index.ts';
import type { Receipt } from '../../src/model/index.ts';
import { messageOf, transactionOf, unitsOf } from '../../src/plans/transaction.ts';
import { settle } from '../../src/run/database/outcome.ts';
import type { Task } from '../../src/run/database/sending.ts';
import type { Progress } from '../../src/run/progress.ts';
import { tried } from '../../src/sql/guard.ts';
import { environmentOf, WRITE } from '../drivers/environment.ts';
import { type Fault, startProxy, type Wire } from '../faults/proxy.ts';
import { link, pause, sql } from '../faults/sql.ts';
import type { OwnServer } from '../servers.ts';
import { DATABASE, projectOf, RESET } from './place.ts';

export interface Loss {
  about: string;
  migration: string;
  line?: '0.x' | '1.0';
  /** At the message that holds the migration. */
  fault?: Omit<Fault, 'at'>;
  /** Both sides are cut while the migration runs, and the server goes on with it. */
  cutMeanwhile?: true;
  /** Another runner holds the migration lock for so many milliseconds, and longer than we ask. */
  held?: number;
  /** Done while we look. */
  meanwhile?: () => Promise<void>;
  /** Where is looked afterwards; default: the same server. */
  lookAt?: (server: OwnServer) => string;
  /** Milliseconds for which is looked. */
  patience?: number;
}

export interface Found {
  problem: Problem | null;
  /** Is the migration's table there in the end, and its row? */
  there: boolean;
  recorded: number;
  events: Progress[];
}

/** Messages of the startup: the greeting, and two of SCRAM. */
const STARTUP = 3;
const TABLE = { schema: 'drizzle', name: '__drizzle_migrations' };

export async function lose(server: OwnServer, loss: Loss): Promise<Found> {
  const url = server.url(DATABASE);
  await sql(url, RESET);
  const project = projectOf({ sql: loss.migration, ...(loss.line ? { line: loss.line } : {}) });
  project.aim(url);
  const plan = await planOf('migrate', [], { cwd: project.folder, env: {} });
  project.remove();
  if (plan === null) throw new Error('nothing is pending');
  const [unit] = unitsOf(plan);
  if (!unit) throw new Error('the plan has no step');
  const wire = await startProxy(server.port, loss.fault ? { fault: { at: STARTUP + 1, ...loss.fault } } : {});
  const aim = (at: string) => environmentOf('pg', at, { lockBudget: loss.patience ?? 10_000, connectTimeout: 1_000 });
  const environment = aim(wire.through(url));
  const lookAt = loss.lookAt ? aim(loss.lookAt(server)) : environment;
  const place = {
    environment,
    table: null,
    tables: [],
    schemaExists: false,
    own: { environment: false, receipt: false, step: false, ran: false },
  };
  const receipt: Receipt = { format: 1, id: 'r', plan, at: '2024-01-01T00:00:00.000Z', by: 'test', prints: {} };
  const events: Progress[] = [];
  const session = await openSession(environment, WRITE);
  const task: Task = {
    plan,
    unit,
    done: 0,
    receipt,
    ran: () => undefined,
    tell: (event) => void events.push(event),
    database: {
      session,
      reopen: () => openSession(lookAt, WRITE),
      beside: () => Promise.resolve(null),
      whole: () => Promise.resolve(null),
      place,
      interrupt: { asked: false },
      wants: { noWait: false, showQueries: false },
    },
  };
  try {
    const [lost] = await Promise.all([
      lostBy(session.send(messageOf(transactionOf(plan, unit, place, receipt)))),
      loss.cutMeanwhile ? cutSoon(wire) : undefined,
    ]);
    const other = await holdFor(url, loss.held);
    const [problem] = await Promise.all([settle(task, lost).then(() => null, asProblem), loss.meanwhile?.()]);
    await other.ended;
    const [found] = await sql(url, "select to_regclass('public.made') is not null as there");
    const [count] = found?.['there'] === 't' ? await sql(url, 'select count(*) as n from drizzle.__drizzle_migrations') : [];
    return { problem, there: found?.['there'] === 't', recorded: Number(count?.['n'] ?? 0), events };
  } finally {
    await session.close();
    await wire.close();
  }
}

async function lostBy(sent: Promise<unknown>): Promise<ConnectionLost> {
  const error: unknown = await sent.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ConnectionLost) return error;
  throw new Error('the connection was not lost', { cause: error });
}

async function cutSoon(wire: Wire): Promise<void> {
  await pause(300);
  wire.cut();
}

/** Resolves when the lock is held, with a promise of its end. */
async function holdFor(url: string, milliseconds: number | undefined): Promise<{ ended: Promise<void> }> {
  if (milliseconds === undefined) return { ended: Promise.resolve() };
  const other = link(url);
  await other.query(`begin; select ${tried(TABLE)}`);
  return { ended: pause(milliseconds).then(() => other.end()) };
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}
