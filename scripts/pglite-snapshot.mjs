/** Writes dist/pglite-snapshot.tar.gz: the data folder of a fresh PGlite, so that nobody waits for initdb. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';

const target = fileURLToPath(new URL('../dist/pglite-snapshot.tar.gz', import.meta.url));
const instance = await PGlite.create();
await instance.exec('checkpoint');
const dump = await instance.dumpDataDir('gzip');
await instance.close();
mkdirSync(fileURLToPath(new URL('../dist/', import.meta.url)), { recursive: true });
writeFileSync(`${target}.${process.pid}`, Buffer.from(await dump.arrayBuffer()));
renameSync(`${target}.${process.pid}`, target);
process.exitCode = 0;
