/** Starts and stops PGlite: new databases come from our prepared snapshot, because initdb in WebAssembly takes seconds. */
import { existsSync, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { snapshotPath } from './pglite-snapshot.ts';

/** `folder`: an existing folder, empty or of PGlite; undefined: in memory. */
export async function startPglite(folder: string | undefined): Promise<PGlite> {
  const path = snapshotPath();
  const fresh = folder === undefined || !existsSync(join(folder, 'PG_VERSION'));
  const loadDataDir = fresh && path !== undefined ? await openAsBlob(path, { type: 'application/x-gzip' }) : undefined;
  return keepingExitCode(() =>
    PGlite.create({ ...(folder === undefined ? {} : { dataDir: folder }), ...(loadDataDir ? { loadDataDir } : {}) }),
  );
}

export const stopPglite = (instance: PGlite): Promise<void> => keepingExitCode(() => instance.close());

/** Emscripten writes its program's exit status into ours. */
async function keepingExitCode<T>(work: () => Promise<T>): Promise<T> {
  const before = process.exitCode;
  try {
    return await work();
  } finally {
    process.exitCode = before;
  }
}
