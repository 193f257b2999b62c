/** PostgreSQL in a thread as a shadow: needs nothing, runs anywhere, has one session. */
import { type PgliteWorker, startPgliteWorker } from '../pglite-worker.ts';
import type { Opened } from '../shadow.ts';
import { modulesOf, withNeeded } from './box.ts';
import { CLEAR, LEFT } from './clear.ts';

export async function openPglite(extensions: readonly string[], limit: number): Promise<Opened> {
  const modules = modulesOf(withNeeded(extensions));
  let worker = await startPgliteWorker(modules);
  const [version] = await worker
    .send('show server_version_num; show server_version', limit)
    .then((r) => r.map((one) => one.rows[0]));
  const versionNumber = Number(version?.['server_version_num']);
  return {
    engine: `PGlite ${Math.floor(versionNumber / 10_000)}.${versionNumber % 10_000}`,
    versionNumber,
    ownCluster: true,
    send: (text) => worker.send(text, limit),
    async reset() {
      if (await cleared(worker, limit)) return;
      await worker.end();
      worker = await startPgliteWorker(modules);
    },
    end: () => worker.end(),
  };
}

/** Takes away what was made; false where something is left, which is rare and costs a new instance. */
async function cleared(worker: PgliteWorker, limit: number): Promise<boolean> {
  if (worker.gone) return false;
  for (const text of ['rollback', 'discard all', CLEAR]) {
    const refused = await worker.send(text, limit).then(
      () => null,
      (error: unknown) => error,
    );
    if (refused !== null) return false;
  }
  const [left] = await worker.send(LEFT, limit);
  return left?.rows[0]?.['left'] === '0';
}
