/** A database of ours on a real server: made for the purpose, dropped at the end, never one that was there before. */
import { randomBytes } from 'node:crypto';
import { databaseKey, readPrinted } from '../../base/host.ts';
import { Problem } from '../../base/problem.ts';
import { reveal, Secret } from '../../base/secret.ts';
import { openSession } from '../../drivers/index.ts';
import { DatabaseError, type Result, type Session } from '../../drivers/session.ts';
import type { Environment } from '../../model/index.ts';
import { identifier, literal } from '../../sql/quote.ts';
import { urlEnvironment } from '../config/environments.ts';
import { sqlParser } from '../folder/sql-parser.ts';
import { beyond } from './guard.ts';
import type { OneSession, Opened } from './shadow.ts';
import { ShadowRefused } from './stopped.ts';

export interface Server {
  major: number;
  identity: string;
  open(limit: number): Promise<Opened>;
}

interface Place {
  root: string;
  environments?: readonly Environment[];
  /** We started it, so all of it is ours. */
  ownCluster?: boolean;
}

const PREFIX = 'tidemark_shadow_';
/** Seconds after which a database that nobody is in belongs to a run that died. */
const STALE = 86_400;

export async function serverAt(url: Secret, place: Place): Promise<Server> {
  const home = environmentAt(url, place);
  for (const e of place.environments ?? []) if (keyOf(e) === keyOf(home)) throw anEnvironment(e);
  const admin = await connect(home);
  let told: Record<string, string | null> | undefined;
  try {
    [told] = (await admin.send(`select current_setting('server_version_num') as number, version() as version`))[0]?.rows ?? [];
  } finally {
    await admin.close();
  }
  const versionNumber = Number(told?.['number']);
  const major = Math.floor(versionNumber / 10_000);
  return {
    major,
    identity: `${told?.['version']} ${place.ownCluster ? '' : keyOf(home)}`,
    open: (limit) => open(url, place, versionNumber, limit),
  };
}

async function open(url: Secret, place: Place, versionNumber: number, limit: number): Promise<Opened> {
  const home = environmentAt(url, place);
  const admin = await connect(home);
  let database: string | null = null;
  let session: Session | null = null;
  const others = new Set<Session>();
  const roles = place.ownCluster ? new Set(await namesOf(admin, 'select rolname as name from pg_roles')) : null;

  const leave = async (): Promise<void> => {
    for (const one of [...(session ? [session] : []), ...others]) await one.close();
    others.clear();
    session = null;
    if (database === null) return;
    await admin.send(`drop database if exists ${identifier(database)} with (force)`);
    database = null;
    if (!roles) return;
    for (const role of await namesOf(admin, 'select rolname as name from pg_roles'))
      if (!roles.has(role)) await admin.send(`drop role ${identifier(role)}`);
  };
  const enter = async (): Promise<void> => {
    const name = `${PREFIX}${Math.floor(Date.now() / 1000).toString(36)}_${randomBytes(4).toString('hex')}`;
    // template0: template1 may hold what somebody once put there.
    await admin.send(`create database ${identifier(name)} template template0`).catch((error: unknown) => {
      throw error instanceof DatabaseError ? notMade(home, error) : error;
    });
    database = name;
    session = await connect(environmentAt(within(url, name), place));
    await session.send(`set statement_timeout = ${limit}`);
  };
  const end = async (): Promise<void> => {
    try {
      await leave();
    } finally {
      await admin.close();
    }
  };
  try {
    if (!place.ownCluster) await sweep(admin);
    await enter();
  } catch (error) {
    await end();
    throw error;
  }
  const guarded = async (to: Session | null, text: string): Promise<Result[]> => {
    if (!to) throw new Error('the shadow was ended');
    if (!place.ownCluster) {
      const what = beyond(text, await sqlParser());
      if (what !== null)
        throw new ShadowRefused(`${what} reaches beyond the shadow's own database, on a server that is not ours`);
    }
    return timed(to, text, limit);
  };
  return {
    engine: `PostgreSQL ${Math.floor(versionNumber / 10_000)}.${versionNumber % 10_000}`,
    versionNumber,
    send: (text) => guarded(session, text),
    async second() {
      const other = await connect(environmentAt(within(url, database ?? ''), place));
      others.add(other);
      const one: OneSession & { close(): Promise<void> } = {
        send: (text) => guarded(other, text),
        async close() {
          others.delete(other);
          await other.close();
        },
      };
      return one;
    },
    async reset(extensions = []) {
      await leave();
      await enter();
      if (extensions.length === 0) return [];
      const has = new Set(await namesOf(admin, 'select name::text as name from pg_available_extensions'));
      return extensions.filter((name) => !has.has(name));
    },
    end,
  };
}

/** A migration may have taken the server's own limit away. */
async function timed(session: Session, text: string, limit: number): Promise<Result[]> {
  const late = setTimeout(() => void session.cancel(), limit + 2_000);
  try {
    return await session.send(text);
  } finally {
    clearTimeout(late);
  }
}

async function sweep(admin: Session): Promise<void> {
  const old = await namesOf(
    admin,
    `select d.datname as name from pg_database d where left(d.datname, ${PREFIX.length}) = ${literal(PREFIX)}
    and not exists (select from pg_stat_activity a where a.datid = d.oid) and pg_has_role(d.datdba, 'usage')`,
  );
  for (const name of old) {
    const made = Number.parseInt(name.slice(PREFIX.length).split('_')[0] ?? '', 36);
    if (made + STALE < Date.now() / 1000) await admin.send(`drop database if exists ${identifier(name)}`);
  }
}

const namesOf = async (session: Session, sql: string): Promise<string[]> =>
  ((await session.send(sql))[0]?.rows ?? []).map((r) => r['name'] ?? '');

function environmentAt(url: Secret, { root }: Place): Environment {
  const read = urlEnvironment(root, reveal(url), 'shadow');
  if (read.ok) return read.value;
  throw new Problem('shadow-url-invalid', 'The URL of the shadow cannot be used', {
    why: read.why,
    fix: "Give a server on which databases may be made and dropped: shadow: { url: 'postgres://user:password@host:5432/postgres' } in tidemark.config.",
  });
}

const connect = (environment: Environment): Promise<Session> =>
  openSession(environment, { mode: 'write', applicationName: 'tidemark shadow' });

/** The same server, another database. */
function within(url: Secret, database: string): Secret {
  const text = reveal(url);
  const question = text.indexOf('?');
  const [before, after] = question === -1 ? [text, ''] : [text.slice(0, question), text.slice(question)];
  const authority = before.indexOf('//') + 2;
  const slash = before.indexOf('/', authority);
  return new Secret(`${slash === -1 ? before : before.slice(0, slash)}/${database}${after}`);
}

const keyOf = ({ target: { host, database, role } }: Environment): string => databaseKey(readPrinted(host), database, role);

const anEnvironment = ({ name }: Environment): Problem =>
  new Problem('shadow-is-environment', `The shadow's URL is the database of the environment ${name}`, {
    why: 'A shadow runs files that were never run there, and what it makes is dropped.',
    fix: "Name another database of a server for it, best one that holds nothing: shadow: { url: 'postgres://…/postgres' } in tidemark.config.",
  });

const notMade = ({ target }: Environment, error: DatabaseError): Problem =>
  new Problem('shadow-not-made', `No database can be made on ${target.host} as ${target.role}`, {
    why: error.message,
    fix: `Let the role make databases: alter role ${identifier(target.role)} createdb;`,
  });
