/** A server of one's own that can be stopped like a crash and started again with its data. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type OwnServer, type StartOptions, startServer } from '../servers.ts';
import { open, until } from './sql.ts';

export interface Revivable extends OwnServer {
  /** `immediate`: no checkpoint, no goodbye, as when it is killed. */
  down(how: 'immediate' | 'fast'): Promise<void>;
  /** Resolves when it lets somebody in. */
  up(): Promise<void>;
}

/** What was said to be committed is to be there after a crash, so commits wait for the log. */
const DURABLE = { synchronous_commit: 'on', full_page_writes: 'on' };

export async function revivable(major: number, { settings = {}, ...rest }: StartOptions = {}): Promise<Revivable> {
  const server = await startServer(major, { settings: { ...DURABLE, ...settings }, ...rest });
  return revive(server, server.folder);
}

/** Also for a data folder that was copied from another: it keeps the settings it was started with, but for `port`. */
export function revive(server: OwnServer, folder: string, port = server.port): Revivable {
  const postmaster = (): number => {
    const file = join(folder, 'postmaster.pid');
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
  };
  const alive = (pid: number): boolean => pid !== 0 && existsSync(`/proc/${pid}`);
  const down = async (how: 'immediate' | 'fast'): Promise<void> => {
    const pid = postmaster();
    if (!alive(pid)) throw new Error('the server is not up, so it cannot be stopped');
    process.kill(pid, how === 'immediate' ? 'SIGQUIT' : 'SIGINT');
    await until('the server is down', 30_000, () => !alive(pid));
  };
  const kill = (): void => {
    if (alive(postmaster())) process.kill(postmaster(), 'SIGQUIT');
  };
  process.once('exit', kill);
  const url = (database = 'postgres'): string => {
    const at = new URL(server.url(database));
    at.port = String(port);
    return at.href;
  };
  return {
    ...server,
    port,
    folder,
    url,
    down,
    async up() {
      rmSync(join(folder, 'postmaster.pid'), { force: true });
      const [program = '', ...flags] = command(server.folder);
      const { uid, gid } = statSync(folder);
      const own = flags.map((flag) => (flag === server.folder ? folder : flag.startsWith('port=') ? `port=${port}` : flag));
      const child = spawn(program, own, { uid, gid, cwd: folder, stdio: 'ignore' });
      child.unref();
      await until('the server is up', 60_000, async () => {
        try {
          await (await open(url())).end();
          return true;
        } catch (error) {
          // Not there yet, or still recovering.
          if (['ECONNREFUSED', 'ECONNRESET', '57P03'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
          throw error;
        }
      });
    },
    async stop() {
      process.removeListener('exit', kill);
      if (alive(postmaster())) await down('immediate');
      if (folder === server.folder) await server.stop();
      else rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server keeps the line it was started with in its data folder. */
function command(folder: string): string[] {
  const line = readFileSync(join(folder, 'postmaster.opts'), 'utf8').trim();
  const [program = '', ...rest] = line.split(' "');
  return [program, ...rest.map((flag) => flag.replace(/"$/, ''))];
}
