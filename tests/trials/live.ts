/** A database of a trial's own: on a real server, or in PGlite. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import pgDriver from '../../src/drivers/pg.ts';
import pgliteDriver, { keepInMemory } from '../../src/drivers/pglite.ts';
import { DatabaseError, type Session } from '../../src/drivers/session.ts';
import type { Catalog } from '../../src/model/index.ts';
import { readCatalog } from '../../src/read/database/catalog.ts';
import { environmentOf, WRITE } from '../drivers/environment.ts';
import { createDatabase, dropDatabase, freshName, type Server } from '../servers.ts';
import { TABLE } from './history.ts';

export interface Live {
  session: Session;
  versionNumber: number;
  /** null: PGlite. */
  url: string | null;
  /** Everything that was sent and not refused, in order. */
  sent: Sent[];
  end(): Promise<void>;
}

export interface Sent {
  text: string;
  /** The statement it is; null: somebody's own. */
  of: { migration: number; statement: number } | null;
}

export async function liveOn(server: Server | null): Promise<Live> {
  const { session, url, end } = server === null ? await inPglite() : await onServer(server);
  const [row] = (await session.send('show server_version_num'))[0]?.rows ?? [];
  return { session, url, end, versionNumber: Number(row?.['server_version_num']), sent: [] };
}

type Opened = Pick<Live, 'session' | 'url' | 'end'>;

async function onServer(server: Server): Promise<Opened> {
  const url = await createDatabase(server);
  const session = await pgDriver.open(environmentOf('pg', url), WRITE);
  return {
    session,
    url,
    async end() {
      await session.close();
      await dropDatabase(server, url);
    },
  };
}

async function inPglite(): Promise<Opened> {
  const instance = await PGlite.create();
  const name = freshName();
  const release = keepInMemory(name, instance);
  const session = await pgliteDriver.open(environmentOf('pglite', `memory://${name}`), WRITE);
  return {
    session,
    url: null,
    async end() {
      await session.close();
      release();
      await instance.close();
    },
  };
}

/** All of them in one transaction, or none; false: refused. */
export async function together(live: Live, sent: readonly Sent[]): Promise<boolean> {
  if (sent.length === 0) return true;
  if (!(await accepted(live.session, ['begin', ...sent.map((s) => s.text), 'commit']))) return false;
  live.sent.push(...sent);
  return true;
}

/** One by one; gives those that were not refused. */
export async function oneByOne(live: Live, sent: readonly Sent[]): Promise<Sent[]> {
  const done: Sent[] = [];
  for (const one of sent) if (await together(live, [one])) done.push(one);
  return done;
}

export async function accepted(session: Session, texts: readonly string[]): Promise<boolean> {
  try {
    await session.send(texts.join('\n;\n'));
    return true;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await session.send('rollback');
    return false;
  }
}

export const catalogOf = ({ session, versionNumber }: Live): Promise<Catalog> =>
  readCatalog((text) => session.send(text), {
    histories: [TABLE],
    versionNumber,
    engine: `server ${versionNumber}`,
  });

/** As pg_dump writes it, without psql’s own lines; null: none here that reads this server. */
export async function dumpText(url: string, flags: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('pg_dump', ['--inserts', ...flags, url], { maxBuffer: 2 ** 28 });
    return stdout
      .split('\n')
      .filter((line) => !line.startsWith('\\'))
      .join('\n');
  } catch (error) {
    const told = error as NodeJS.ErrnoException & { stderr?: string };
    if (told.code === 'ENOENT' || told.stderr?.includes('server version mismatch')) return null;
    throw error;
  }
}

/** A new database from a dump. pg_dump empties the search path for the session, so the session is another one afterwards. */
export async function restored(server: Server, dump: string): Promise<Live> {
  const live = await liveOn(server);
  await live.session.send(dump);
  await live.session.send('discard all');
  return live;
}
