/** The migrations folder as git has it at some commit, laid out in a temporary place. */
import { promises as fs } from 'node:fs';
import { dirname, join } from 'node:path';
import { intendedOf } from '../../compare/folder/intended.ts';
import type { Migration, Read } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { readFolder } from '../folder/folder.ts';
import { journalOf, migrationsOf } from '../folder/journal.ts';
import { git } from '../git/git-process.ts';
import { fromRoot } from '../paths.ts';
import { inTemporary } from '../temporary.ts';

const AT_ONCE = 8;

/** Migrations of the folder at a branch, tag or commit. Nothing in the repository is touched. */
export async function migrationsAt(root: string, out: string, ref: string): Promise<Read<Migration[]>> {
  const folder = fromRoot(root, out);
  if (ref.startsWith('-')) return { ok: false, why: `${ref} is no name of a commit` };
  const listed = await git(root, ['ls-tree', '-r', '-z', '--name-only', ref, '--', folder]);
  if (!listed.ok) return { ok: false, why: `git does not know ${ref}: ${listed.why}` };
  const paths = listed.value.split('\0').filter(Boolean);
  if (paths.length === 0) return { ok: false, why: `${folder} is not there at ${ref}` };
  return inTemporary(async (temporary) => {
    const wanted = paths.filter((p) => p.endsWith('.sql') || p.endsWith('_journal.json'));
    for (let i = 0; i < wanted.length; i += AT_ONCE) {
      const failed = (await Promise.all(wanted.slice(i, i + AT_ONCE).map((p) => laidOut(root, ref, p, temporary)))).find(
        (r) => !r.ok,
      );
      if (failed && !failed.ok) return failed;
    }
    const read = await readFolder(temporary, folder);
    const migrations = migrationsOf(read, journalOf(read));
    return migrations.ok ? got(intendedOf(read, migrations.value).map((m) => m.migration)) : migrations;
  });
}

async function laidOut(root: string, ref: string, path: string, folder: string): Promise<Read<null>> {
  const shown = await git(root, ['show', `${ref}:./${path}`]);
  if (!shown.ok) return shown;
  await fs.mkdir(dirname(join(folder, path)), { recursive: true });
  await fs.writeFile(join(folder, path), shown.value);
  return got(null);
}
