/** Which variables does one evaluation of a config see, and which file did each come from? */
import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { parse } from 'dotenv';
import { got, type Read } from '../../model/read.ts';
import { entriesIn } from '../walk.ts';

export type Variables = Record<string, string | undefined>;

export interface Surrounding {
  values: Variables;
  /** For every name: `the environment`, `.env`, … */
  origins: ReadonlyMap<string, string>;
  /** The files that were asked, in order. */
  files: string[];
  /** Named by an environment, and not there or not readable. */
  missing: { file: string; why: string }[];
  /** Names that the environment sets, over another value in a file: name → file. */
  shadowed: ReadonlyMap<string, string>;
}

const errno = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

/** As dotenv reads it, which is what the stock tools do. */
function fileVariables(root: string, file: string): Read<Variables> {
  try {
    return got(parse(readFileSync(isAbsolute(file) ? file : join(root, file))));
  } catch (error) {
    const code = errno(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { ok: false, why: `${file} does not exist`, absent: true };
    if (code) return { ok: false, why: `${file} could not be read (${code})` };
    throw error;
  }
}

/** Earlier wins. A mode's own files first, as dotenv-flow and Next do; tests must not depend on one person's .env.local. */
function filesOf(mode: string | undefined): string[] {
  if (mode === undefined) return ['.env'];
  const local = mode === 'test' ? [] : ['.env.local'];
  return [`.env.${mode}.local`, ...local, `.env.${mode}`, '.env'];
}

/** What stock drizzle-kit sees: the process, then `.env` beside the config (or the file that DOTENV_CONFIG_PATH names). */
export const stockSurrounding = (root: string, env: Variables): Surrounding =>
  surroundingOf(root, env, [env['DOTENV_CONFIG_PATH'] || '.env'], {}, '');

/** What one environment sees: its own `env`, the process, its own files, `.env`. */
export function ownSurrounding(
  root: string,
  env: Variables,
  own: { env?: Record<string, string>; envFile?: string },
  where: string,
): Surrounding {
  const files = own.envFile === undefined ? filesOf(own.env?.['NODE_ENV']) : [...new Set([own.envFile, '.env'])];
  return surroundingOf(root, env, files, own.env ?? {}, where, own.envFile);
}

function surroundingOf(
  root: string,
  env: Variables,
  files: string[],
  fixed: Record<string, string>,
  where: string,
  named?: string,
): Surrounding {
  const values: Variables = {};
  const origins = new Map<string, string>();
  const shadowed = new Map<string, string>();
  const missing: Surrounding['missing'] = [];
  const offer = (found: Variables, origin: string) => {
    for (const [name, value] of Object.entries(found)) {
      if (value === undefined) continue;
      if (origins.has(name)) {
        const own = origins.get(name) === 'the environment' && origin !== '.env' && values[name] !== value;
        if (own && !shadowed.has(name)) shadowed.set(name, origin);
        continue;
      }
      values[name] = value;
      origins.set(name, origin);
    }
  };
  offer(fixed, where);
  offer(env, 'the environment');
  for (const file of files) {
    const found = fileVariables(root, file);
    if (found.ok) offer(found.value, file);
    else if (!found.absent || file === named) missing.push({ file, why: found.why });
  }
  return { values, origins, files, missing, shadowed };
}

/** Values of `name` in the files that a person keeps for this machine alone. */
export function localValues(root: string, name: string): { file: string; value: string }[] {
  return ['.env.development.local', '.env.local'].flatMap((file) => {
    const found = fileVariables(root, file);
    const value = found.ok ? found.value[name] : undefined;
    return value ? [{ file, value }] : [];
  });
}

/** Every env file beside the config, examples left out. */
export function envFilesIn(root: string): string[] {
  const example = ['.example', '.sample', '.template', '.dist', '.defaults'];
  const list = entriesIn(root);
  return (list.ok ? list.value : [])
    .filter((entry) => !entry.isDirectory() && (entry.name === '.env' || entry.name.startsWith('.env.')))
    .map((entry) => entry.name)
    .filter((name) => !example.some((ending) => name.endsWith(ending)))
    .sort();
}
