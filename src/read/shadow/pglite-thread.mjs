/** PostgreSQL in a thread of its own: a protocol message in, the bytes of its answer out. Ending the thread ends any statement. */
import { openAsBlob } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

// Its own stack is a screenful of minified source, so only the message goes out.
const words = (error) => (error instanceof Error ? error.message : String(error));

async function extension({ name, archive }) {
  if (archive) return { name, setup: async () => ({ bundlePath: pathToFileURL(archive) }) };
  const module = await import(`@electric-sql/pglite/contrib/${name}`);
  return module[name];
}

async function start({ snapshot, extensions }) {
  const wanted = Object.fromEntries(await Promise.all(extensions.map(async (one) => [one.name, await extension(one)])));
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
