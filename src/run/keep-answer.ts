/** Writes what a looking command gives to keep: to the file that was named, and never over somebody else's. */
import { promises as fs } from 'node:fs';
import { resolve } from 'node:path';
import { Problem } from '../base/problem.ts';
import { errnoOf } from '../read/errno.ts';
import type { Input } from './input.ts';

/** Resolves with the path as it was typed. Written beside and renamed: a full disk leaves the old file whole. */
export async function keepAnswer({ cwd, flags }: Input, text: string): Promise<string> {
  const typed = flags.get('save')?.at(-1) ?? '';
  const path = resolve(cwd, typed);
  const refused = (why: string, fix: string): Problem => new Problem('not-saved', `${typed} was not written.`, { why, fix });
  try {
    const had = await fs.readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (had !== null && !had.slice(0, 200).includes('"tidemark": "catalog"'))
      throw refused('A file is there already, and audit --save did not write it.', 'Name another file.');
    const beside = `${path}.${process.pid}.tmp`;
    await fs.writeFile(beside, text);
    await fs.rename(beside, path);
    return typed;
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw refused(errnoOf(error), 'Name a file in a folder that is there and may be written to.');
  }
}
