/** What was made once, on disk, so that the next time it costs milliseconds: by a hash of all that it depends on. Deleting it costs time only. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../base/fingerprint.ts';
import { errnoOf } from './errno.ts';

const fileOf = (folder: string, prefix: string, key: string): string => join(folder, `${prefix}-${key.slice(0, 32)}.json`);

/** `key`: a fingerprint. null: there is none, or it is not whole, or something else lies there. */
export function kept(folder: string, prefix: string, key: string): string | null {
  let text: string;
  try {
    text = readFileSync(fileOf(folder, prefix, key), 'utf8');
  } catch (error) {
    const why = errnoOf(error);
    if (!why.startsWith('ENOENT')) tell(folder, why);
    return null;
  }
  const [sum = '', own = ''] = text.slice(0, 129).split('\n');
  const body = text.slice(sum.length + own.length + 2);
  return own === key && sum === sha256(body) ? body : null;
}

const told = new Set<string>();

/** Nothing is wrong by it, and everything is slow: somebody should know. */
function tell(folder: string, why: string): void {
  if (told.has(folder)) return;
  told.add(folder);
  process.emitWarning(
    `What Tidemark keeps in ${folder} cannot be read (${why}), so it is made anew each time. The folder may be removed.`,
  );
}

/** `most`: the oldest go when there are more. Where it cannot be written the next run is as slow as this one, and no less right. */
export function keep(
  folder: string,
  prefix: string,
  key: string,
  body: string,
  most: number,
): { kept: true } | { kept: false; why: string } {
  const path = fileOf(folder, prefix, key);
  const making = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '.gitignore'), '*\n');
    try {
      writeFileSync(making, `${sha256(body)}\n${key}\n${body}`, { mode: 0o600 });
      renameSync(making, path);
    } finally {
      rmSync(making, { force: true });
    }
    forget(folder, prefix, most);
    return { kept: true };
  } catch (error) {
    return { kept: false, why: errnoOf(error) };
  }
}

function forget(folder: string, prefix: string, most: number): void {
  const all = readdirSync(folder).filter((name) => name.startsWith(`${prefix}-`) && name.endsWith('.json'));
  if (all.length <= most) return;
  const times = all.map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs })).sort((a, b) => a.at - b.at);
  for (const { name } of times.slice(0, all.length - most)) rmSync(join(folder, name), { force: true });
}
