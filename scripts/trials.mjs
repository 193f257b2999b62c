// npm run trials -- [count] [--seed n] [--only way] [--write]: is `audit` ever wrong? Databases with a known past, judged without knowing it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    only: { type: 'string' },
    histories: { type: 'string' },
    corpus: { type: 'string' },
    history: { type: 'string' },
    processes: { type: 'string' },
    write: { type: 'boolean' },
  },
});
const count = Number(positionals[0] ?? 10_000);
if (!Number.isInteger(count) || count < 1) {
  process.stderr.write(
    'Usage: npm run trials -- [count] [--seed n] [--only "half applied"] [--histories n] [--corpus n] [--history name] [--processes n] [--write]\n--write puts the figures into docs/audit.md.\n',
  );
  process.exit(2);
}

const processes = Math.min(count, Number(values.processes ?? 1));
const first = Number(values.seed ?? 1);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'tidemark-trials-'));
const setting = (name, value) => (value === undefined ? {} : { [`TIDEMARK_TRIALS_${name}`]: String(value) });
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');

/** One process tries a run of seeds; each has servers of its own. */
function run(from, until, into) {
  const child = spawn(process.execPath, [vitest, 'run', 'tests/trials/trials.test.ts'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      ...setting('COUNT', until - from),
      ...setting('SEED', from),
      ...setting('MANY', count > 400 ? 1 : undefined),
      ...setting('ONLY', values.only),
      ...setting('HISTORIES', values.histories),
      ...setting('CORPUS', values.corpus),
      ...setting('HISTORY', values.history),
      ...setting('INTO', into),
    },
  });
  return new Promise((resolve) => {
    child.once('exit', (status) => resolve(status ?? 1));
  });
}

const shards = Array.from({ length: processes }, (_, n) => ({
  from: first + Math.floor((count * n) / processes),
  until: first + Math.floor((count * (n + 1)) / processes),
  into: path.join(work, `${n}.json`),
}));
const statuses = await Promise.all(shards.map((s) => run(s.from, s.until, s.into)));
const parts = shards.flatMap(({ into }) => (fs.existsSync(into) ? [JSON.parse(fs.readFileSync(into, 'utf8'))] : []));
fs.rmSync(work, { recursive: true, force: true });
const read = parts.length === 0 ? null : merged(parts);
if (read) {
  const text = page(read);
  process.stdout.write(`\n${text}`);
  if (values.write) {
    const file = path.join(root, 'docs/audit.md');
    const [before, rest] = fs.readFileSync(file, 'utf8').split('<!-- trials -->\n');
    const after = rest?.split('<!-- /trials -->\n')[1];
    if (after === undefined) throw new Error('docs/audit.md lacks the marks <!-- trials --> and <!-- /trials -->');
    fs.writeFileSync(file, `${before}<!-- trials -->\n${text}<!-- /trials -->\n${after}`);
  }
}
process.exit(Math.max(...statuses));

function merged(parts) {
  const figures = new Map();
  for (const f of parts.flatMap((p) => p.figures)) {
    const had = figures.get(f.way);
    const count = had && Object.fromEntries(Object.keys(f.count).map((of) => [of, had.count[of] + f.count[of]]));
    figures.set(f.way, had ? { way: f.way, trials: had.trials + f.trials, count, wrong: [...had.wrong, ...f.wrong] } : f);
  }
  return {
    count: parts.reduce((n, p) => n + p.count, 0),
    histories: [...new Set(parts.flatMap((p) => p.histories))],
    majors: parts[0].majors,
    figures: [...figures.values()],
  };
}

function page({ count: trials, histories, majors, figures }) {
  const share = (part, whole) => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} % of ${whole}`);
  const row = (name, all) => {
    const sum = (of) => all.reduce((n, f) => n + f.count[of], 0);
    return `| ${[
      name,
      all.reduce((n, f) => n + f.trials, 0),
      sum('judged'),
      all.reduce((n, f) => n + f.wrong.length, 0),
      share(sum('absentFound'), sum('absent')),
      share(sum('presentFound'), sum('present')),
      share(sum('withoutFound'), sum('without')),
      share(sum('wholeFound'), sum('whole')),
      sum('undecided'),
    ].join(' | ')} |`;
  };
  const real = histories.filter((name) => !name.startsWith('made up'));
  return [
    `${trials} trials on PostgreSQL ${majors.join(' and ')} and PGlite, over ${histories.length} histories: ${histories.length - real.length} made up from seeds${real.length > 0 ? `, ${real.length} of real projects (${real.join(', ')})` : ''}, each of 25 migrations at most.`,
    '',
    '| the database was | trials | migrations judged | wrong | schema changes that never ran, found | schema changes that ran, found | migrations that never ran, found | migrations that ran, found | migrations that cannot be told |',
    '| --- | --: | --: | --: | --: | --: | --: | --: | --: |',
    ...figures.map((f) => row(f.way, [f])),
    row('**all**', figures),
    '',
  ].join('\n');
}
