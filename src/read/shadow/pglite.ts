/** PostgreSQL in a thread as a shadow: needs nothing, runs anywhere, has one session. */

import { inBox, modulesOf, withNeeded } from './box.ts';
import { AS_NEW, CLEAR, LEFT } from './clear.ts';
import { type PgliteWorker, startPgliteWorker } from './pglite-worker.ts';
import { LIMIT, type Opened } from './shadow.ts';

export async function openPglite(extensions: readonly string[], limit: number): Promise<Opened> {
  let modules = modulesOf(withNeeded(extensions));
  let worker = await startPgliteWorker(modules);
  const [result] = await worker.send('show server_version_num', LIMIT);
  const versionNumber = Number(result?.rows[0]?.['server_version_num']);
  return {
    engine: `PGlite ${Math.floor(versionNumber / 10_000)}.${versionNumber % 10_000}`,
    versionNumber,
    send: (text) => worker.send(text, limit),
    async reset(wanted = []) {
      const more = modulesOf(withNeeded(wanted)).filter((name) => !modules.includes(name));
      modules = [...modules, ...more];
      if (more.length > 0 || !(await cleared(worker))) {
        await worker.end();
        worker = await startPgliteWorker(modules);
      }
      return wanted.filter((name) => !inBox(name));
    },
    end: () => worker.end(),
  };
}

/** Takes away what was made; false where something is left, which is rare and costs a new instance. */
async function cleared(worker: PgliteWorker): Promise<boolean> {
  if (worker.gone) return false;
  for (const text of ['rollback', ...AS_NEW, CLEAR]) {
    const refused = await worker.send(text, LIMIT).then(
      () => null,
      (error: unknown) => error,
    );
    if (refused !== null) return false;
  }
  const [left] = await worker.send(LEFT, LIMIT);
  return left?.rows[0]?.['left'] === '0';
}
