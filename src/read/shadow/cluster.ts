/** A PostgreSQL server of ours for as long as it is needed: a folder among the temporary ones, reached by a socket there. */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../../base/problem.ts';
import { Secret } from '../../base/secret.ts';
import type { Binaries } from './binaries.ts';
import { serverAt } from './server.ts';
import type { Opened } from './shadow.ts';

const NAME = 'tidemark-shadow-';
const USER = 'tidemark';
/** Milliseconds. */
const START = 30_000;

export async function openCluster(binaries: Binaries, limit: number): Promise<Opened> {
  sweep();
  const place = mkdtempSync(join(tmpdir(), `${NAME}${process.pid}-`));
  const password = randomBytes(18).toString('base64url');
  let stop = async (): Promise<void> => rmSync(place, { recursive: true, force: true });
  try {
    const { url, stop: end } = await start(binaries, place, password);
    stop = end;
    const server = await serverAt(new Secret(url), { root: place, environments: [], ownCluster: true });
    const opened = await server.open(limit);
    return {
      ...opened,
      async end() {
        await opened.end().finally(stop);
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start({ bin, from, major }: Binaries, place: string, password: string) {
  const identity = own();
  const data = join(place, 'data');
  const secret = join(place, 'password');
  writeFileSync(secret, password, { mode: 0o600 });
  mkdirSync(data, { mode: 0o700 });
  if (identity.uid !== undefined)
    for (const path of [place, data, secret]) chownSync(path, identity.uid, identity.gid ?? identity.uid);
  chmodSync(place, 0o700);
  const run = { ...identity, cwd: place, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' } };
  try {
    execFileSync(
      join(bin, 'initdb'),
      ['-D', data, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${secret}`, '--no-sync', '--encoding=UTF8', '--locale=C'],
      { ...run, stdio: ['ignore', 'ignore', 'pipe'] },
    );
  } catch (error) {
    throw unstarted(from, major, error instanceof Error ? (error.message.split('\n').at(-2) ?? error.message) : String(error));
  }
  rmSync(secret);
  // Windows has no socket folders that every client knows; there the password alone keeps others out.
  const sockets = process.platform !== 'win32';
  const port = sockets ? 5432 : await freePort();
  const settings = {
    ...{ port: String(port), listen_addresses: sockets ? '' : '127.0.0.1', unix_socket_directories: sockets ? place : '' },
    ...{ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off', shared_buffers: '32MB' },
    ...{ max_connections: '20', lc_messages: 'C', unix_socket_permissions: '0700', max_prepared_transactions: '5' },
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(bin, 'postgres'), ['-D', data, ...flags], { ...run, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  let exited = false;
  child.stderr.on('data', (said: Buffer) => {
    log = (log + said.toString()).slice(-4_000);
  });
  const exit = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      log += error.message;
      exited = true;
      resolve();
    });
    child.once('exit', () => {
      exited = true;
      resolve();
    });
  });
  // Immediate: nothing in it is worth keeping.
  const kill = (): void => {
    child.kill('SIGQUIT');
  };
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.removeListener('exit', kill);
    child.ref();
    if (!exited) kill();
    await exit;
    rmSync(place, { recursive: true, force: true });
  };
  const from0 = process.hrtime.bigint();
  while (!ready(data)) {
    if (exited || Number(process.hrtime.bigint() - from0) / 1e6 > START) {
      await stop();
      throw unstarted(from, major, log.trim().split('\n').at(-1) ?? '');
    }
    await wait(10);
  }
  child.unref();
  const host = sockets ? `postgres://${USER}:${password}@/postgres?host=${encodeURIComponent(place)}&port=${port}` : null;
  return { url: host ?? `postgres://${USER}:${password}@127.0.0.1:${port}/postgres?sslmode=disable`, stop };
}

const unstarted = (from: string, major: number, why: string): Problem =>
  new Problem('shadow-not-started', `The PostgreSQL ${major} in ${from} could not be started`, {
    why: why === '' ? 'It said nothing.' : why,
    fix: 'Start it by hand to see why, or give a server with --shadow-url.',
  });

/** PostgreSQL refuses to run as root. */
function own(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody');
  return user ? { uid: Number(user[2]), gid: Number(user[3]) } : { uid: 65_534, gid: 65_534 };
}

/** The server writes its state into the last line of postmaster.pid. */
function ready(data: string): boolean {
  const file = join(data, 'postmaster.pid');
  return existsSync(file) && readFileSync(file, 'utf8').split('\n')[7]?.trim() === 'ready';
}

/** Servers of processes that died: ended, and their folders removed. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(name.slice(NAME.length).split('-')[0]);
    if (!name.startsWith(NAME) || !Number.isInteger(pid) || pid < 1 || alive(pid)) continue;
    const place = join(tmpdir(), name);
    const file = join(place, 'data', 'postmaster.pid');
    try {
      const [server, data] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
      // The folder's name is in the file: a number alone may be another's by now.
      if (data === join(place, 'data') && alive(Number(server))) process.kill(Number(server), 'SIGQUIT');
      rmSync(place, { recursive: true, force: true });
    } catch (error) {
      // Another user's, which only that one can remove.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 54_320;
}
