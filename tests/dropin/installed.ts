/** Tidemark as it is installed beside a project, and programs of that project in processes of their own. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Line } from '../../src/model/project.ts';
import { packageFolder } from '../stock.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** `npm test` builds it first. */
export const isBuilt = existsSync(join(ROOT, 'dist/node-postgres.js'));

/** A copy, so that a build in between changes nothing; its dependencies as npm would place them. */
export async function install(line: Line, root: string): Promise<void> {
  const modules = join(root, 'node_modules');
  const place = join(modules, 'tidemark');
  cpSync(join(ROOT, 'dist'), join(place, 'dist'), { recursive: true, filter: (path) => !path.endsWith('.tar.gz') });
  cpSync(join(ROOT, 'package.json'), join(place, 'package.json'));
  for (const name of ['libpg-query', 'jiti', 'dotenv', 'pg', 'postgres', '@neondatabase/serverless', '@electric-sql/pglite'])
    link(join(ROOT, 'node_modules', name), join(modules, name));
  link(await packageFolder(line, 'drizzle-orm'), join(modules, 'drizzle-orm'));
}

function link(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  rmSync(to, { recursive: true, force: true });
  symlinkSync(realpathSync(from), to);
}

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** `args` of node. Killed after a minute. */
export function node(cwd: string, args: string[], env: Record<string, string>): Promise<Ran> {
  return new Promise((done) => {
    const all = { PATH: process.env['PATH'] ?? '', HOME: cwd, NO_COLOR: '1', ...env };
    const child = spawn(process.execPath, args, { cwd, env: all, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
    const ran: Ran = { code: null, out: '', err: '' };
    child.stdout.on('data', (data) => {
      ran.out += data;
    });
    child.stderr.on('data', (data) => {
      ran.err += data;
    });
    child.on('close', (code) => done({ ...ran, code }));
  });
}

export const cli = (root: string): string => join(root, 'node_modules/tidemark/dist/cli.js');
export const jitiIn = (root: string): string => join(root, 'node_modules/jiti/lib/jiti-cli.mjs');
