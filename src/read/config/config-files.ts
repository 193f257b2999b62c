/** Which drizzle.config and tidemark.config are meant? */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Problem } from '../../base/problem.ts';
import { fromRoot } from '../paths.ts';
import { textOf } from '../text-file.ts';
import { entriesIn, kindOf } from '../walk.ts';

export interface ConfigFiles {
  root: string;
  /** Absolute; null: there is none, and a migrations folder was named instead. */
  drizzle: string | null;
  tidemark: string | null;
}

/** The stock tools' own order: ts before js before json. */
const ENDINGS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'];
const SKIPPED = new Set(['node_modules', 'dist', 'build', 'out', 'coverage']);

const configIn = (folder: string, name: string): string | null =>
  ENDINGS.map((ending) => join(folder, `${name}.config.${ending}`)).find(isFile) ?? null;

const isFile = (path: string): boolean => {
  const kind = kindOf(path);
  return kind.ok && kind.value === 'file';
};

export function findConfigs(options: { cwd: string; config?: string; out?: string }): ConfigFiles {
  const found = search(options);
  for (const path of [found.drizzle, found.tidemark]) if (path) mustBeReadable(found.root, path);
  return found;
}

function mustBeReadable(root: string, path: string): void {
  const text = textOf(path);
  if (text.ok) return;
  throw new Problem('config-unreadable', `${fromRoot(root, path)} cannot be read`, {
    why: text.why,
    fix: `make ${fromRoot(root, path)} readable, or name another config with --config`,
  });
}

function search({ cwd, config, out }: { cwd: string; config?: string; out?: string }): ConfigFiles {
  if (config !== undefined) return named(cwd, config);
  const above = upward(cwd).find((folder) => configIn(folder, 'drizzle') !== null);
  if (above !== undefined) return both(above);
  const below: { configs: string[]; folders: string[] } = { configs: [], folders: [] };
  look(cwd, 5, below);
  if (out !== undefined) return { root: cwd, drizzle: null, tidemark: configIn(cwd, 'tidemark') };
  const [first, second] = below.configs;
  if (first !== undefined && second === undefined) return both(dirname(first));
  if (first === undefined) throw nothingFound(cwd, below.folders);
  throw new Problem('several-configs', `${below.configs.length} drizzle configs are below this folder, and none is in it`, {
    why: below.configs.map((file) => `  ${fromRoot(cwd, file)}`).join('\n'),
    fix: `name one with --config, or run in its folder:\n${below.configs.map((file) => `npx tidemark doctor --config ${fromRoot(cwd, file)}`).join('\n')}`,
  });
}

const both = (root: string): ConfigFiles => ({ root, drizzle: configIn(root, 'drizzle'), tidemark: configIn(root, 'tidemark') });

function named(cwd: string, config: string): ConfigFiles {
  const path = resolve(cwd, config);
  if (!existsSync(path) || statSync(path).isDirectory()) {
    const inside = existsSync(path) ? configIn(path, 'drizzle') : null;
    throw new Problem('config-missing', `${config} ${inside || existsSync(path) ? 'is a folder' : 'does not exist'}`, {
      why: '--config names the drizzle.config file to use, relative to the folder where the command runs.',
      fix: inside
        ? `--config ${fromRoot(cwd, inside)}`
        : 'correct the path behind --config, or leave it out to search for drizzle.config.*',
    });
  }
  const root = dirname(path);
  const ending = path.slice(path.lastIndexOf('.') + 1);
  if (!ENDINGS.includes(ending)) {
    throw new Problem('config-missing', `${config} is not a config file`, {
      why: `A config ends in ${ENDINGS.map((e) => `.${e}`).join(', ')}.`,
      fix: 'name such a file with --config',
    });
  }
  if (basename(path).startsWith('tidemark.config')) return { ...both(root), tidemark: path };
  return { root, drizzle: path, tidemark: configIn(root, 'tidemark') };
}

/** From here to the repository's root; without one to the nearest package.json; without both only here. */
function upward(cwd: string): string[] {
  const folders: string[] = [];
  let packaged = 0;
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    folders.push(folder);
    if (existsSync(join(folder, '.git'))) return folders;
    if (packaged === 0 && existsSync(join(folder, 'package.json'))) packaged = folders.length;
    if (dirname(folder) === folder) return folders.slice(0, packaged || 1);
  }
}

/** Configs and folders that look like migrations. */
function look(folder: string, depth: number, found: { configs: string[]; folders: string[] }): void {
  const list = entriesIn(folder);
  if (!list.ok) return;
  const config = configIn(folder, 'drizzle');
  if (config) found.configs.push(config);
  const dated = list.value.some((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')));
  if (dated || existsSync(join(folder, 'meta', '_journal.json'))) found.folders.push(folder);
  if (depth === 0 || dated) return;
  for (const entry of list.value) {
    if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name))
      look(join(folder, entry.name), depth - 1, found);
  }
}

function nothingFound(cwd: string, folders: string[]): Problem {
  const names = folders.map((folder) => fromRoot(cwd, folder));
  if (names.length === 0) {
    return new Problem('no-config', 'No drizzle.config is here, above or below, and no folder that looks like migrations', {
      why: 'Looked for drizzle.config.ts, .mts, .cts, .js, .mjs, .cjs and .json, for meta/_journal.json, and for folders with a migration.sql.',
      fix: "run in the project's folder, or name the config (`npx tidemark doctor --config path/drizzle.config.ts`)\nor the migrations (`npx tidemark doctor --out path/to/migrations`)",
    });
  }
  return new Problem('no-config', 'No drizzle.config is here, above or below', {
    why: `${names.join(', ')} look${names.length === 1 ? 's' : ''} like migrations.`,
    fix: names.map((name) => `npx tidemark doctor --out ${name}`).join('\n'),
  });
}
