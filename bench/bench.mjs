// npm run bench: how fast, how large, how many round trips, next to drizzle-kit of both lines in the same run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureApply } from './apply.mjs';
import { measureCatalog } from './catalog.mjs';
import { measureDatabase } from './database.mjs';
import { measureCorpus, measureGenerated } from './files.mjs';
import { measureFunction } from './function.mjs';
import { page } from './page.mjs';
import { measureStart } from './start.mjs';
import { install, psql, psqlVersion } from './tools.mjs';

const PARTS = {
  start: measureStart,
  database: measureDatabase,
  function: measureFunction,
  apply: measureApply,
  corpus: measureCorpus,
  generated: measureGenerated,
  // The last one: it reads catalogs in this process, and Linux counts a parent's memory at the fork as the child's peak.
  catalog: measureCatalog,
};

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    n: { type: 'string' },
    only: { type: 'string', multiple: true },
    write: { type: 'boolean' },
  },
});
const n = Number(values.n ?? (values.quick ? 3 : 9));
const only = values.only ?? Object.keys(PARTS);
const wrong = only.find((part) => !Object.hasOwn(PARTS, part));
if (!Number.isInteger(n) || n < 1 || wrong !== undefined || (values.write && values.only)) {
  process.stderr.write(
    `Usage: npm run bench -- [--quick | --n <rounds>] [--only ${Object.keys(PARTS).join('|')}]… [--write]\n--write needs all parts.\n`,
  );
  process.exit(2);
}

const work = mkdtempSync(join(tmpdir(), 'tidemark-bench-'));
try {
  const context = { n, quick: values.quick === true, work, installed: install(work) };
  const results = {};
  for (const part of only) results[part] = await PARTS[part](context);
  const shell = psql();
  const text = page(results, {
    n,
    installed: context.installed,
    psqlVersion: shell && (results.database || results.apply) ? psqlVersion(shell) : null,
  });
  process.stdout.write(text);
  if (values.write) writeFileSync(new URL('../docs/performance.md', import.meta.url), text);
} finally {
  rmSync(work, { recursive: true, force: true });
}
