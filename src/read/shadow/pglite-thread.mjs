/** PostgreSQL in a thread of its own: a protocol message in, the bytes of its answer out. Ending the thread ends any statement. */
import { openAsBlob } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

// Its own stack is a screenful of minified source, so only the message goes out.
const words = (error) => (error instanceof Error ? error.message : String(error));

async function start({ snapshot, extensions }) {
  const loaded = await Promise.all(extensions.map((name) => import(`@electric-sql/pglite/contrib/${name}`)));
  const wanted = Object.fromEntries(extensions.map((name, i) => [name, loaded[i][name]]));
  const loadDataDir = snapshot ? await openAsBlob(snapshot, { type: 'application/x-gzip' }) : undefined;
  return PGlite.create({ extensions: wanted, ...(loadDataDir ? { loadDataDir } : {}) });
}

try {
  const instance = await start(workerData);
  parentPort.on('message', async (message) => {
    try {
      // A copy: what the package hands out is a window into a larger buffer.
      const bytes = (await instance.execProtocolRaw(message, { syncToFs: false })).slice();
      parentPort.postMessage({ bytes }, [bytes.buffer]);
    } catch (error) {
      parentPort.postMessage({ lost: words(error) });
    }
  });
  parentPort.postMessage({ ready: true });
} catch (error) {
  parentPort.postMessage({ lost: words(error) });
}
