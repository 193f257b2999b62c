/** A PostgreSQL server of ours for as long as it is needed: a folder among the temporary ones, reached by a socket there. */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../../base/problem.ts';
import { Secret } from '../../base/secret.ts';
import { alive } from '../../drivers/folder-lock.ts';
import { onEnd } from '../../drivers/interrupts.ts';
import { leftBehind, removeNow } from '../temporary.ts';
import type { Binaries } from './binaries.ts';
import { serverAt } from './server.ts';
import type { Opened } from './shadow.ts';

const NAME = 'tidemark-shadow-';
/** As on PGlite: what nobody gave away has the same owner on either. */
const USER = 'postgres';
/** Milliseconds. */
const START = 30_000;

export async function openCluster(binaries: Binaries, limit: number): Promise<Opened> {
  sweep();
  const place = mkdtempSync(join(tmpdir(), `${NAME}${process.pid}-`));
  const password = randomBytes(18).toString('base64url');
  let running: Running | null = null;
  const off = onEnd(() => {
    running?.kill();
    removeNow(place);
  });
  const stop = async (): Promise<void> => {
    await running?.end();
    removeNow(place);
    off();
  };
  try {
    running = await start(binaries, place, password);
    await ready(running, binaries, place);
    const { url } = running;
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

interface Running {
  url: string;
  kill(): void;
  /** Resolves when it is gone. */
  end(): Promise<void>;
  /** Not ended so far. */
  alive(): boolean;
  /** It is there for others; only from now on the process does not wait for it. */
  stay(): void;
  /** What it said last. */
  said(): string;
}

async function start({ bin, from, major }: Binaries, place: string, password: string): Promise<Running> {
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
  const host = sockets ? `postgres://${USER}:${password}@/postgres?host=${encodeURIComponent(place)}&port=${port}` : null;
  return {
    url: host ?? `postgres://${USER}:${password}@127.0.0.1:${port}/postgres?sslmode=disable`,
    kill,
    async end() {
      child.ref();
      if (!exited) kill();
      await exit;
    },
    alive: () => !exited,
    stay: () => child.unref(),
    said: () => log.trim().split('\n').at(-1) ?? '',
  };
}

async function ready(running: Running, { from, major }: Binaries, place: string): Promise<void> {
  const began = performance.now();
  while (!listens(join(place, 'data'))) {
    if (!running.alive() || performance.now() - began > START) throw unstarted(from, major, running.said());
    await wait(10);
  }
  running.stay();
}

const unstarted = (from: string, major: number, why: string): Problem =>
  new Problem('shadow-not-started', `The PostgreSQL ${major} in ${from} could not be started`, {
    why: why === '' ? 'It said nothing.' : why,
    fix: "Start it by hand to see why, or give a server: shadow: { url: 'postgres://…' } in tidemark.config.",
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
function listens(data: string): boolean {
  const file = join(data, 'postmaster.pid');
  return existsSync(file) && readFileSync(file, 'utf8').split('\n')[7]?.trim() === 'ready';
}

/** Servers of processes that died: ended, and their folders removed. */
function sweep(): void {
  for (const place of leftBehind(NAME, own().uid)) {
    const file = join(place, 'data', 'postmaster.pid');
    try {
      const [server, data] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
      const pid = Number(server);
      // The folder's name is in the file: a number alone may be another's by now.
      if (data === join(place, 'data') && pid > 1 && alive(pid)) process.kill(pid, 'SIGQUIT');
      removeNow(place);
    } catch (error) {
      // Another process, which sweeps at the same time, was faster.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 54_320;
}
