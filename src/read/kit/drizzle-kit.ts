/** The project's own drizzle-kit: where it is, and what its `generate` writes. It runs in a child, with a time limit. */
import { execFile } from 'node:child_process';
import { existsSync, promises as fs } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { mask } from '../../base/secret.ts';
import { onEnd } from '../../drivers/interrupts.ts';
import type { Layout, Line, Project, Read } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { lineOf } from '../config/drizzle-line.ts';

/** Of a kit that hangs; on a busy machine it takes ten seconds for a large schema. */
const TIME_LIMIT = 60_000;

export interface Kit {
  /** Its program. */
  bin: string;
  version: string;
  line: Line;
}

/** Where this project resolves it. */
export function installedKit(root: string): Read<Kit> {
  for (const place of createRequire(join(root, 'package.json')).resolve.paths('drizzle-kit') ?? []) {
    const bin = join(place, 'drizzle-kit', 'bin.cjs');
    if (!existsSync(bin)) continue;
    const { version } = createRequire(bin)('./package.json') as { version?: unknown };
    const line = typeof version === 'string' ? lineOf(version) : null;
    if (typeof version !== 'string' || line === null)
      return { ok: false, why: `drizzle-kit says ${String(version)} of its version, which is none that is known` };
    return got({ bin, version, line });
  }
  return { ok: false, why: 'drizzle-kit is not installed here', absent: true };
}

export const lineOfLayout = (layout: Layout): Line => (layout === 'dated' ? '1.0' : '0.x');

/** Of the line that reads the folder, where there is a schema for it. */
export function kitFor({ root, schema }: Project, line: Line): Read<Kit> {
  if (schema.length === 0) return { ok: false, why: 'drizzle.config names no schema', absent: true };
  const kit = installedKit(root);
  if (!kit.ok || kit.value.line === line) return kit;
  return { ok: false, why: `drizzle-kit ${kit.value.version} does not read a folder of this layout` };
}

/**
 * What it printed; `out` is a folder, absolute, in which a config of our own is written. That says the same as the project's, but
 * for `out`; the project's is loaded for what it does besides, since a schema may read variables that it sets.
 */
export async function generate(
  project: Project,
  { bin }: Kit,
  out: string,
  breakpoints = project.breakpoints,
  custom = false,
): Promise<Read<string>> {
  const { root, schema, casing, drizzleConfig } = project;
  const config = join(out, 'drizzle.config.js');
  // 0.31 reads snapshots below `./`, so also an absolute path has to be written as a relative one.
  const says = { dialect: 'postgresql', schema, out: relative(root, out), breakpoints, ...(casing ? { casing } : {}) };
  // 1.0 imports the config, and Node refuses to import JSON. A config may refuse without a database that the schema does not need.
  const own = drizzleConfig && /\.[cm]?[jt]s$/.test(drizzleConfig) ? JSON.stringify(resolve(root, drizzleConfig)) : null;
  const load = own === null ? '' : `try { require(${own}); } catch (error) { console.error(String(error)); }\n`;
  await fs.writeFile(config, `${load}module.exports = ${JSON.stringify(says)};\n`);
  return inChild(
    [bin, 'generate', ...(custom ? ['--custom'] : []), '--config', relative(root, config)],
    root,
    'drizzle-kit generate',
  );
}

/** Node without a terminal: whoever asks a question there gets no answer, and drizzle-kit asks none. What it printed. */
export function inChild(args: readonly string[], cwd: string, what: string, timeout = TIME_LIMIT): Promise<Read<string>> {
  return new Promise((done) => {
    const options = {
      cwd,
      env: { ...process.env, NO_COLOR: '1', CI: '1' },
      timeout,
      // A schema that waits for a server ignores SIGTERM when it wants to.
      killSignal: 'SIGKILL' as const,
      maxBuffer: 64 * 1024 * 1024,
    };
    const child = execFile(process.execPath, args, options, (error, stdout, stderr) => {
      off();
      const said = stripVTControlCharacters(stdout + stderr);
      if (error?.killed) done({ ok: false, why: `${what} took longer than ${timeout / 1000} s` });
      else if (error) done({ ok: false, why: `${what} failed: ${lastWords(said)}` });
      else done(got(said));
    });
    const off = onEnd(() => void child.kill('SIGKILL'));
    child.stdin?.end();
  });
}

/** One line that says what was wrong, without secrets. */
export function lastWords(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const at = lines.findIndex((l) => l.includes('Error') || l.includes('error') || l.includes('Interactive prompts'));
  const line = lines.at(at) ?? 'no reason given';
  // esbuild says how many there are, and on the next line which.
  const more = line.endsWith(':') ? ` ${lines[at + 1] ?? ''}` : '';
  return mask(line + more, []).slice(0, 200);
}
