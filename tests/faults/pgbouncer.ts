/** The real PgBouncer in transaction mode in front of a server. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, PASSWORD, type Server, USER } from '../servers.ts';
import { open, until } from './sql.ts';

const PROGRAM = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer'].find((path) => existsSync(path));

export const hasPgBouncer = PROGRAM !== undefined;

export interface Pooler {
  through(url: string): string;
  stop(): Promise<void>;
}

export async function startPgBouncer(server: Server): Promise<Pooler> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-pgbouncer-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  writeFileSync(join(folder, 'users.txt'), `"${USER}" "${PASSWORD}"\n`);
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
* = host=127.0.0.1 port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, 'users.txt')}
pool_mode = transaction
default_pool_size = 5
max_client_conn = 300
`,
  );
  const child = spawn(PROGRAM ?? '', ['-q', join(folder, 'pgbouncer.ini')], { ...identity(), stdio: 'ignore' });
  const gone = new Promise((done) => child.once('exit', done));
  process.once('exit', () => child.kill('SIGKILL'));
  const through = (url: string): string => {
    const at = new URL(url);
    at.port = String(port);
    return at.href;
  };
  await until('PgBouncer is up', 10_000, async () => {
    try {
      await (await open(through(server.url()))).end();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return false;
      throw error;
    }
  });
  return {
    through,
    async stop() {
      child.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true });
    },
  };
}

/** It refuses to run as root. */
function identity(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
