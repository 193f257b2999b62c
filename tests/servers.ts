/** Starts real PostgreSQL servers for the tests, from the npm packages `postgres-<major>` or from Debian's folders. */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

export interface Server {
  major: number;
  port: number;
  /** The superuser's URL of one of its databases; default `postgres`. */
  url(database?: string): string;
}

export interface OwnServer extends Server {
  /** The data folder: for tests that change pg_hba.conf or certificates before `reload`. */
  folder: string;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Further settings: `{ ssl: 'on' }`. */
  settings?: Record<string, string>;
  /** Replaces pg_hba.conf. */
  hba?: string;
  /** Called with the data folder before the start; files that it writes are given to the server's user. */
  prepare?: (folder: string) => void;
}

export const USER = 'postgres';
export const PASSWORD = 'harbour-7';

export const urlOf = (port: number, database: string): string =>
  `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

/** Does this machine have that major? What needs one that is not there is skipped by name. */
export const hasServer = (major: number): boolean =>
  packageFolder(major) !== null || existsSync(`/usr/lib/postgresql/${major}/bin/postgres`);

/** Stop it, or it lives until the next start finds its runner dead. */
export async function startServer(major: number, { settings = {}, hba, prepare }: StartOptions = {}): Promise<OwnServer> {
  const cache = cacheFolder();
  sweep(cache);
  const bin = binaries(cache, major);
  const folder = join(cache, `run-${process.pid}-${randomBytes(4).toString('hex')}`);
  execFileSync('cp', ['-a', initialised(cache, major, bin), folder]);
  if (hba !== undefined) writeFileSync(join(folder, 'pg_hba.conf'), hba);
  prepare?.(folder);
  give(folder);
  const port = await freePort();
  const all = { ...SETTINGS, port: String(port), ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(bin, 'postgres'), ['-D', folder, ...flags], {
    ...identity(),
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (data: Buffer) => {
    log = (log + data.toString()).slice(-20_000);
  });
  let exited = false;
  const exit = new Promise<void>((resolve) => {
    child.once('exit', () => {
      exited = true;
      resolve();
    });
  });
  const kill = (): void => {
    child.kill('SIGQUIT');
  };
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.removeListener('exit', kill);
    child.ref();
    if (!exited) kill();
    await exit;
    rmSync(folder, { recursive: true, force: true });
  };
  for (const end = Date.now() + 30_000; !ready(folder); ) {
    if (exited || Date.now() > end) {
      await stop();
      throw new Error(`PostgreSQL ${major} did not start:\n${log}`);
    }
    await wait(5);
  }
  child.unref();
  return { major, port, folder, url: (database = 'postgres') => urlOf(port, database), stop };
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
  max_connections: '200',
  autovacuum: 'off',
  lc_messages: 'C',
};

/** A database of one's own, from a template when one is named. Gives its URL. */
export async function createDatabase(
  server: Server,
  { template, name = freshName() }: { template?: string; name?: string } = {},
): Promise<string> {
  await administer(server, (client) =>
    client.query(
      `create database ${pg.escapeIdentifier(name)}${template === undefined ? '' : ` template ${pg.escapeIdentifier(template)}`}`,
    ),
  );
  return server.url(name);
}

/** By name or by the URL that `createDatabase` gave; sessions in it are ended. */
export async function dropDatabase(server: Server, database: string): Promise<void> {
  const name = database.includes('://') ? decodeURIComponent(new URL(database).pathname.slice(1)) : database;
  await administer(server, async (client) => {
    // A pool's end() does not wait for its sockets: who said goodbye is gone in a moment, and is not to hear of an administrator.
    const left = async (): Promise<boolean> =>
      ((await client.query('select 1 from pg_stat_activity where datname = $1', [name])).rowCount ?? 0) > 0;
    for (let tries = 0; tries < 10 && (await left()); tries += 1) await wait(20);
    await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
  });
}

export const freshName = (): string => `t_${randomBytes(6).toString('hex')}`;

async function administer(server: Server, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: server.url(), ssl: false });
  await client.connect();
  await work(client).finally(() => client.end());
}

/** PostgreSQL refuses to run as root: there it runs as `postgres`, else as `nobody`. */
function identity(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody');
  return user ? { uid: Number(user[2]), gid: Number(user[3]) } : { uid: 65534, gid: 65534 };
}

function give(path: string): void {
  const { uid, gid } = identity();
  if (uid !== undefined) execFileSync('chown', ['-R', `${uid}:${gid}`, path]);
}

function cacheFolder(): string {
  const folder = join(tmpdir(), `tidemark-servers-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  return folder;
}

function packageFolder(major: number): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`postgres-${major}`)), '..');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

/** The package's programs where another user can read them, with the links that its install script would have made. */
function binaries(cache: string, major: number): string {
  const source = packageFolder(major);
  if (source === null) return `/usr/lib/postgresql/${major}/bin`;
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string };
  return join(
    once(cache, `postgres-${version}`, (folder) => {
      cpSync(join(source, 'native'), join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
      const links = JSON.parse(readFileSync(join(source, 'native/pg-symlinks.json'), 'utf8')) as {
        source: string;
        target: string;
      }[];
      for (const link of links) {
        const target = join(folder, link.target);
        if (!existsSync(target)) symlinkSync(link.source.slice(link.source.lastIndexOf('/') + 1), target);
      }
      execFileSync('chmod', ['-R', 'a+rX', folder]);
    }),
    'native/bin',
  );
}

/** A data folder fresh from initdb, to be copied: initdb takes a second, the copy does not. */
function initialised(cache: string, major: number, bin: string): string {
  return once(cache, `data-${major}-${bin.startsWith('/usr') ? 'debian' : 'npm'}`, (folder) => {
    const password = join(folder, '..', `${folder.slice(folder.lastIndexOf('/') + 1)}.password`);
    writeFileSync(password, PASSWORD);
    give(folder);
    give(password);
    const locale = ['--encoding=UTF8', '--locale=C.UTF-8'];
    const flags = ['-D', folder, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${password}`, '--no-sync', ...locale];
    execFileSync(join(bin, 'initdb'), flags, { ...identity(), cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    rmSync(password);
  });
}

/** Makes a folder under a temporary name and moves it into place, so that two runs at once do not see half of it. */
function once(cache: string, name: string, make: (folder: string) => void): string {
  const wanted = join(cache, name);
  if (existsSync(wanted)) return wanted;
  const folder = mkdtempSync(join(cache, 'making-'));
  chmodSync(folder, 0o755);
  make(folder);
  try {
    renameSync(folder, wanted);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (!existsSync(wanted)) throw error;
  }
  return wanted;
}

/** The server writes its state into the last line of postmaster.pid; `standby`: it does not let anybody in. */
function ready(folder: string): boolean {
  const file = join(folder, 'postmaster.pid');
  const state = existsSync(file) ? readFileSync(file, 'utf8').split('\n')[7]?.trim() : undefined;
  return state === 'ready' || state === 'standby';
}

/** Ends servers whose test run was killed, and removes their folders. */
function sweep(cache: string): void {
  for (const name of readdirSync(cache)) {
    const runner = Number(name.split('-')[1]);
    if (!name.startsWith('run-') || existsSync(`/proc/${runner}`) || !existsSync('/proc/self')) continue;
    const file = join(cache, name, 'postmaster.pid');
    const [pid, folder] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    if (
      folder === join(cache, name) &&
      existsSync(`/proc/${pid}/cmdline`) &&
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)
    ) {
      process.kill(Number(pid), 'SIGQUIT');
    }
    rmSync(join(cache, name), { recursive: true, force: true });
  }
}

/** A port that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
