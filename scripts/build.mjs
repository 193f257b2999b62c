// dist/ from src/: the bundle, the child that runs a project's config, the JSON schemas, the prepared PGlite.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const root = new URL('../', import.meta.url);
const newest = (dir) =>
  Math.max(
    ...fs.readdirSync(new URL(dir, root), { recursive: true }).map((f) => fs.statSync(new URL(`${dir}/${f}`, root)).mtimeMs),
    0,
  );
const stamp = new URL('dist/.built', root);
const sources = Math.max(
  newest('src'),
  newest('scripts'),
  ...['package.json', 'tsdown.config.ts'].map((f) => fs.statSync(new URL(f, root)).mtimeMs),
);
const node = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

if (!fs.existsSync(stamp) || fs.statSync(stamp).mtimeMs < sources) {
  // Beside dist, then swapped in: a build that fails leaves the last one that worked.
  const [dist, fresh] = ['dist/', `dist.${process.pid}/`].map((folder) => new URL(folder, root));
  const snapshot = new URL('pglite-snapshot.tar.gz', dist);
  try {
    node('scripts/index.mjs');
    node(
      createRequire(import.meta.url)
        .resolve('tsdown')
        .replace(/index\.mjs$/, 'run.mjs'),
      '--log-level',
      'error',
      '--out-dir',
      `dist.${process.pid}`,
    );
    node('scripts/finish-build.mjs', fresh.pathname);
    if (!fs.existsSync(snapshot)) node('scripts/pglite-snapshot.mjs');
    fs.copyFileSync(snapshot, new URL('pglite-snapshot.tar.gz', fresh));
    const vector = createRequire(import.meta.url).resolve('@electric-sql/pglite-pgvector');
    fs.copyFileSync(new URL('vector.tar.gz', pathToFileURL(vector)), new URL('pglite-vector.tar.gz', fresh));
    fs.writeFileSync(new URL('.built', fresh), '');
    fs.rmSync(dist, { recursive: true, force: true });
    fs.renameSync(fresh, dist);
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
}
