/** Nothing is left when a signal ends the process: no server, no folder, no program of ours; and what a crash left is taken away, if it is ours. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findBinaries } from '../../src/read/shadow/binaries.ts';
import { openShadow } from '../../src/read/shadow/choose.ts';
import { cli } from '../faults/runner.ts';
import { until } from '../faults/sql.ts';
import { stockProject } from '../stock.ts';

/** PGlite does not have it, so that a server has to be started. */
const EXTENSION = 'pgrowlocks';
const programs = findBinaries(null, process.cwd()).filter((b) => b.extensions.has(EXTENSION));

/** `text`: the only migration. */
async function projectOf(text: string, schema = ''): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'tidemark-ended-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  await stockProject('0.x', cwd);
  mkdirSync(join(cwd, 'drizzle/meta'), { recursive: true });
  writeFileSync(
    join(cwd, 'drizzle.config.json'),
    JSON.stringify({ dialect: 'postgresql', schema: './schema.ts', out: './drizzle' }),
  );
  writeFileSync(join(cwd, 'schema.ts'), schema);
  writeFileSync(join(cwd, 'drizzle/0000_first.sql'), text);
  const entries = [{ idx: 0, version: '7', when: 1_700_000_000_000, tag: '0000_first', breakpoints: true }];
  writeFileSync(join(cwd, 'drizzle/meta/_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
  return cwd;
}

const foldersOf = (pid: number): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('tidemark-') && name.includes(`-${pid}-`));
const processesWith = (words: string): string[] =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(words));

describe.skipIf(process.platform === 'win32')('a signal', () => {
  test.skipIf(programs.length === 0).each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s: no server is left', async (signal) => {
    const cwd = await projectOf(`CREATE EXTENSION ${EXTENSION};\nDO $$ BEGIN PERFORM pg_sleep(60); END $$;`);
    const runner = cli(cwd, ['diff', 'migrations', 'schema'], { XDG_CACHE_HOME: cwd });
    const place = (): string | undefined => foldersOf(runner.pid).find((name) => name.startsWith('tidemark-shadow-'));
    await until('the migration runs', 30_000, () => {
      const [server] = processesWith(`bin/postgres -D ${join(tmpdir(), place() ?? 'nowhere')}`);
      const pid = server?.trim().split(' ')[0];
      return pid !== undefined && spawnSync('ps', ['--ppid', pid, '-o', 'args'], { encoding: 'utf8' }).stdout.includes('] DO');
    });
    const shadow = place() ?? '';
    runner.signal(signal);
    const said = await runner.ended;
    expect([-1, 130], said.text).toContain(said.exit);
    expect(foldersOf(runner.pid)).toEqual([]);
    await until('the server is gone', 5_000, () => processesWith(shadow).length === 0);
  });

  test('SIGTERM: neither drizzle-kit nor its folder is left', async () => {
    const cwd = await projectOf('SELECT 1', 'for (;;);');
    const runner = cli(cwd, ['diff', 'schema', 'migrations'], { XDG_CACHE_HOME: cwd });
    const folder = `tidemark-work-${runner.pid}-`;
    await until('drizzle-kit runs', 30_000, () => processesWith(folder).length > 0);
    runner.signal('SIGTERM');
    await runner.ended;
    expect(foldersOf(runner.pid)).toEqual([]);
    await until('drizzle-kit is gone', 5_000, () => processesWith(folder).length === 0);
  });
});

describe.skipIf(programs.length === 0)('what a crash left', () => {
  /** As a server leaves it whose process is gone; it names a living process. */
  const left = (named: number): string => {
    const dead = spawnSync('true').pid;
    const place = mkdtempSync(join(tmpdir(), `tidemark-shadow-${dead}-`));
    onTestFinished(() => rmSync(place, { recursive: true, force: true }));
    mkdirSync(join(place, 'data'));
    writeFileSync(join(place, 'data', 'postmaster.pid'), `${named}\n${join(place, 'data')}\n`);
    return place;
  };
  const sleeper = () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    return { pid: child.pid ?? 0, ended: () => child.exitCode !== null || child.signalCode !== null };
  };
  const openAndEnd = async (): Promise<void> =>
    (await openShadow({ major: null, extensions: [EXTENSION], root: process.cwd() })).end();

  test('is ended and removed', async () => {
    const server = sleeper();
    const place = left(server.pid);
    const owner = process.getuid?.() === 0 ? userOfServers() : null;
    if (owner !== null) chownSync(place, owner, owner);
    await openAndEnd();
    expect(existsSync(place)).toBe(false);
    await until('it is ended', 5_000, server.ended);
  });

  test.skipIf(process.getuid?.() !== 0)('by somebody else is left alone, and nothing that it names is ended', async () => {
    const victim = sleeper();
    const place = left(victim.pid);
    chownSync(place, 12_345, 12_345);
    await openAndEnd();
    expect(existsSync(place)).toBe(true);
    expect(victim.ended()).toBe(false);
  });
});

/** PostgreSQL does not run as root: a shadow belongs to the user who may run it. */
function userOfServers(): number {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const of = (name: string) => lines.find((line) => line.startsWith(`${name}:`))?.split(':')[2];
  return Number(of('postgres') ?? of('nobody') ?? 65_534);
}
