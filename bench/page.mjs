// What was measured, as Markdown: printed, and written to docs/performance.md.
import { availableParallelism } from 'node:os';
import { applySections } from './apply-page.mjs';
import { catalogSections } from './catalog.mjs';
import { functionRows } from './function.mjs';
import { goals } from './goals.mjs';
import { kitName, LINES, versionOf } from './tools.mjs';

const ms = (value) => (value === null ? '–' : String(Math.round(value)));
const times = (value) => (value === null ? '–' : value.toFixed(2));
const table = (heads, rows) =>
  [heads, heads.map((_, i) => (i === 0 ? '---' : '--:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const HEADS = ['', 'wall ms', '× bare Node', 'CPU ms', '× bare Node', 'peak MB'];
const rowsOf = ({ rows }) => rows.map((r) => [r.name, ms(r.wall), times(r.wallOver), ms(r.cpu), times(r.cpuOver), ms(r.rss)]);
const section = (title, group, says = '') => [`## ${title}`, says, table(HEADS, rowsOf(group))].filter(Boolean).join('\n\n');

export function page(results, { n, installed, psqlVersion }) {
  const { start, database, function: called, apply, catalog, corpus, generated } = results;
  const machine = [
    `${availableParallelism()} cores`,
    `Node ${process.versions.node}`,
    ...(database || apply ? [`PostgreSQL ${database?.version ?? apply.settings.server_version}`] : []),
    ...(psqlVersion ? [psqlVersion] : []),
    `Tidemark ${installed.version}`,
    ...LINES.map((line) => `${kitName(line)} with drizzle-orm ${versionOf(line, 'drizzle-orm')}`),
  ];
  const parts = [
    '# Performance',
    `Written by \`npm run bench -- --write\`; \`npm run bench\` measures again and prints. Medians of ${n} interleaved round${n > 1 ? 's' : ''} (A B C A B C), ` +
      'every ratio to `node -e 0` of the same round, every run checked for its exit status and its answer. CPU is user and system time of the ' +
      'process and its Node children; memory is the peak of the largest of them.',
    `Measured on: ${machine.join(' · ')}.`,
    goalsSection(results),
  ];
  if (start) parts.push(section('Start: `--version`', start.version), section('Start: `--help`', start.help));
  if (database) parts.push(...databaseSections(database));
  if (called) {
    const says =
      'In a running process, over a pool whose connection is open; the database stands at the last of 200 migrations. A call, on average of 20.';
    parts.push(['## The function, nothing pending', says, table(['', 'ms'], functionRows(called))].join('\n\n'));
  }
  if (apply) parts.push(...applySections(apply, table));
  if (catalog) parts.push(...catalogSections(catalog, table, section));
  if (corpus?.length > 0) parts.push(corpusSection(corpus));
  for (const group of generated ?? [])
    parts.push(
      section(
        group.name.replace('doctor --files', '`doctor --files`'),
        group,
        `The projects are generated; \`check\` is drizzle-kit's nearest command.`,
      ),
    );
  return `${parts.join('\n\n')}\n`;
}

function goalsSection(results) {
  const word = (reached) => (reached === null ? 'not measured' : reached ? 'yes' : '**no**');
  return [
    '## Goals',
    table(
      ['goal', 'reached', 'measured'],
      goals(results).map((g) => [g.says, word(g.reached), g.measured]),
    ),
  ].join('\n\n');
}

function databaseSections({ noop, look, apply, turns }) {
  const counted = turns.map((t) => [t.what, t.line, t.connections, t.connecting, t.turns]);
  const cold =
    'The database stands at the last of 200 migrations. Cold: home, temporary folder and `node_modules/.cache` are empty; the operating system has read the files before. ' +
    'drizzle-kit 1.0.0-rc.5 cannot read a JSON config on Node 20, so it is measured with TypeScript alone.';
  return [
    section('`migrate`, nothing pending', noop, cold),
    section(
      '`doctor` and `status` with a database',
      look,
      "200 migrations, all applied; `check` is drizzle-kit's nearest command and asks no database.",
    ),
    section('`migrate`, 50 pending', apply, 'Small migrations into an empty database.'),
    [
      '## Round trips',
      'A request and the wait for its answer, counted by a proxy. Connecting is everything until the server says that it is ready.',
      table(['', 'line', 'connections', 'connecting', 'after connecting'], counted),
    ].join('\n\n'),
  ];
}

function corpusSection(corpus) {
  const rows = corpus.map(({ project, line, migrations, rows: [, ours, theirs] }) => [
    project,
    line,
    migrations,
    ms(ours.wall),
    times(ours.wallOver),
    ms(ours.cpuAbove),
    ms(ours.rss),
    ms(theirs.wall),
    ms(theirs.cpuAbove),
    ms(theirs.rss),
  ]);
  const heads = [
    'project',
    'line',
    'migrations',
    'wall ms',
    '× bare Node',
    'CPU ms above bare Node',
    'peak MB',
    'kit check: wall ms',
    'CPU ms above bare Node',
    'peak MB',
  ];
  return [
    '## `doctor --files` on real histories',
    "Beside it drizzle-kit's `check` of the project's line, which looks at the snapshots and the journal's stamps.",
    table(heads, rows),
  ].join('\n\n');
}
