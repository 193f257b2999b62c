/** A project in a temporary folder: files by path, and what readProject makes of them. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { Problem } from '../../src/base/problem.ts';
import { reveal } from '../../src/base/secret.ts';
import { type ProjectOptions, readProject } from '../../src/read/config/project.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

export function folder(files: Record<string, string>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'project-')));
  made.push(root);
  for (const [path, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Installs a package of ours into the folder. */
export function link(root: string, name: string): void {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  symlinkSync(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), join(root, 'node_modules', name));
}

const PATH = process.env['PATH'];

export const read = (root: string, options: Partial<ProjectOptions> = {}) =>
  readProject({ cwd: root, ...options, env: { PATH, ...options.env } });

/** The one environment's URL and origin, or why there is none. */
export async function url(
  root: string,
  options: Partial<ProjectOptions> = {},
): Promise<{ url: string; from: string } | { why: string; absent: boolean }> {
  const { environments } = await read(root, options);
  if (!environments.ok) return { why: environments.why, absent: environments.absent === true };
  const [first] = environments.value;
  return first ? { url: reveal(first.url), from: first.from } : { why: 'none', absent: false };
}

export async function problem(root: string, options: Partial<ProjectOptions> = {}): Promise<{ code: string; text: string }> {
  try {
    await read(root, options);
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, text: `${error.message}\n${error.why}\n${error.fix}` };
    throw error;
  }
  return { code: 'none', text: '' };
}

export const config = (inside: string, before = ''): string =>
  `import { defineConfig } from 'drizzle-kit';\n${before}\nexport default defineConfig({ dialect: 'postgresql', ${inside} });\n`;
