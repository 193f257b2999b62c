// dist/ from src/: the bundle, the child that runs a project's config, the JSON schemas, the prepared PGlite.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';

const root = new URL('../', import.meta.url);
const newest = (dir) =>
  Math.max(...fs.readdirSync(new URL(dir, root), { recursive: true }).map((f) => fs.statSync(new URL(`${dir}/${f}`, root)).mtimeMs), 0);
const stamp = new URL('dist/.built', root);
const sources = Math.max(newest('src'), newest('scripts'), ...['package.json', 'tsdown.config.ts'].map((f) => fs.statSync(new URL(f, root)).mtimeMs));
const node = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

if (!fs.existsSync(stamp) || fs.statSync(stamp).mtimeMs < sources) {
  const snapshot = new URL('dist/pglite-snapshot.tar.gz', root);
  const kept = fs.existsSync(snapshot) ? fs.readFileSync(snapshot) : null;
  node('scripts/index.mjs');
  node(createRequire(import.meta.url).resolve('tsdown').replace(/index\.mjs$/, 'run.mjs'), '--log-level', 'error');
  if (kept) fs.writeFileSync(snapshot, kept);
  else node('scripts/pglite-snapshot.mjs');
  node('scripts/finish-build.mjs');
  fs.writeFileSync(stamp, '');
}
