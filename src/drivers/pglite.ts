/** PostgreSQL in this process (PGlite): a folder on disk, or `memory://name` for as long as the process lives. */
import { constants, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PGlite } from '@electric-sql/pglite';
import { Problem } from '../base/problem.ts';
import { reveal } from '../base/secret.ts';
import type { Environment } from '../model/target.ts';
import { foreignOpener } from './data-folder-openers.ts';
import { holder, inUse, LOCK_NAME, lockDataFolder } from './folder-lock.ts';
import { inMemory, MEMORY } from './pglite-memory.ts';
import { pgliteSession } from './pglite-session.ts';
import { startPglite, stopPglite } from './pglite-start.ts';
import type { Driver, OpenOptions, Session } from './session.ts';

const driver: Driver = { name: 'pglite', open };
export default driver;
export { keepInMemory } from './pglite-memory.ts';

/** The major version that the package runs; folders of another one cannot be opened. */
const MAJOR = '18';
async function open(environment: Environment, { mode }: OpenOptions): Promise<Session> {
  const url = reveal(environment.url);
  if (url.startsWith(MEMORY)) return openMemory(url);
  const folder = url.startsWith('file://') ? fileURLToPath(url) : url;
  return mode === 'read' ? openCopy(environment, folder) : openFolder(environment, folder);
}

/** A name that nobody keeps gives a new, empty database, which ends with the session. */
async function openMemory(url: string): Promise<Session> {
  const kept = inMemory(url);
  if (kept) return pgliteSession(kept);
  const instance = await startPglite(undefined);
  return pgliteSession(instance, { close: () => stopPglite(instance) });
}

/** Opening a folder writes in it; who only looks therefore gets a copy. */
async function openCopy(environment: Environment, folder: string): Promise<Session> {
  if (state(folder) === 'absent') {
    throw new Problem('data-folder-absent', `The PGlite folder ${folder} does not exist (environment ${environment.name})`, {
      why: 'Nothing was ever written there, and looking creates nothing.',
      fix: `Run npx tidemark migrate -e ${environment.name} to create it, or correct the folder (${environment.from}).`,
    });
  }
  const pid = holder(folder) ?? foreignOpener(folder);
  if (pid !== null) throw inUse(folder, pid);
  const copy = mkdtempSync(join(tmpdir(), 'tidemark-look-'));
  const remove = (): void => rmSync(copy, { recursive: true, force: true });
  process.once('exit', remove);
  const done = (): void => {
    process.removeListener('exit', remove);
    remove();
  };
  try {
    await cp(folder, copy, {
      recursive: true,
      mode: constants.COPYFILE_FICLONE,
      filter: (path) => path !== join(folder, LOCK_NAME),
    });
    const instance = await startFolder(environment, folder, copy);
    return pgliteSession(instance, { close: () => stopPglite(instance).finally(done) });
  } catch (error) {
    done();
    throw error;
  }
}

async function openFolder(environment: Environment, folder: string): Promise<Session> {
  if (state(folder) === 'absent') make(folder);
  const release = lockDataFolder(folder);
  process.once('exit', release);
  const done = (): void => {
    process.removeListener('exit', release);
    release();
  };
  try {
    const pid = foreignOpener(folder);
    if (pid !== null) throw inUse(folder, pid);
    const instance = await startFolder(environment, folder, folder);
    return pgliteSession(instance, { close: () => stopPglite(instance).finally(done) });
  } catch (error) {
    done();
    throw error;
  }
}

async function startFolder(environment: Environment, folder: string, opened: string): Promise<PGlite> {
  try {
    return await startPglite(opened);
  } catch (error) {
    // The error itself carries the package's minified source as its stack.
    throw new Problem('data-folder-broken', `PGlite cannot open the folder ${folder} (environment ${environment.name})`, {
      why: error instanceof Error ? error.message : String(error),
      fix: 'Restore the folder from a copy, or, when its data may go, remove it and run npx tidemark migrate again.',
    });
  }
}

/** `absent` also for an empty folder. Throws when something else than a PGlite 18 folder is there. */
function make(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw notOurs(folder, `It cannot be made: ${(error as Error).message}.`);
  }
}

function state(folder: string): 'absent' | 'present' {
  if (!existsSync(folder)) return 'absent';
  if (!statSync(folder).isDirectory()) throw notOurs(folder, 'It is a file.');
  const version = join(folder, 'PG_VERSION');
  if (existsSync(version)) {
    const major = readFileSync(version, 'utf8').trim();
    if (major === MAJOR) return 'present';
    throw new Problem('data-folder-version', `The folder ${folder} belongs to PostgreSQL ${major}`, {
      why: `The PGlite that Tidemark brings along is PostgreSQL ${MAJOR}, which cannot open it.`,
      fix: `Dump it with the PGlite version that made it and load it into a new folder, or use a server.`,
    });
  }
  const entries = readdirSync(folder).filter((name) => !name.startsWith(LOCK_NAME));
  if (entries.length > 0) throw notOurs(folder, `It holds ${entries[0]} and no PG_VERSION.`);
  return 'absent';
}

function notOurs(folder: string, why: string): Problem {
  return new Problem('data-folder-foreign', `${folder} is no PGlite folder`, {
    why,
    fix: 'Name the data folder of PGlite, or one that does not exist yet.',
  });
}
