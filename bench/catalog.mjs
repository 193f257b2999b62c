// The catalog: reading it beside psql and pg_dump, comparing two, and verify and audit with and without a replay that was kept.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createJiti } from 'jiti';
import pg from 'pg';
import { median, once, rounds } from './measure.mjs';
import { installPeer } from './peers.mjs';
import { makeProject } from './project.mjs';
import { kit, kitName, linkStock, orm, psql, tidemark } from './tools.mjs';
import { roundsOfBoth } from './used.mjs';

const LINE = '0.x';
const MIGRATIONS = 200;
const PULLED = 100;
const jiti = createJiti(import.meta.url, { fsCache: false });

export async function measureCatalog(context) {
  const servers = await jiti.import('../tests/servers.ts');
  const major = [15, 18].find(servers.hasServer);
  const shell = psql();
  if (major === undefined || shell === null || process.platform !== 'linux') {
    process.stderr.write('catalog: skipped, it takes Linux, PostgreSQL and psql\n');
    return null;
  }
  const server = await servers.startServer(major);
  try {
    const here = { ...context, server, servers, shell, major };
    const bareCpu = await bareNode(here);
    const reads = [];
    for (const tables of here.quick ? [1000] : [1000, 5000]) reads.push(await readOf(here, tables));
    const [compare, pull] = [await compareOf(here), await pullOf(here)];
    // For a server of 18 PGlite is the shadow; for an older one it may be programs of its major.
    const replayed = servers.hasServer(18) && major !== 18 ? await servers.startServer(18) : server;
    try {
      const folder = await folderOf({ ...here, server: replayed });
      return { bareCpu, reads, compare, pull, folder, kept: await keptOf(here) };
    } finally {
      if (replayed !== server) await replayed.stop();
    }
  } finally {
    await server.stop();
  }
}

/** Five columns, a key, an index, a default, a foreign key to the table before; a comment on every tenth. */
const table = (i) =>
  `create table item_${i} (id serial primary key, name text not null default 'x', amount numeric(10,2), owner integer${i > 0 ? ` references item_${i - 1}` : ''}, at timestamptz default now());` +
  `create index item_${i}_name on item_${i} (lower(name)) where id > ${i};${i % 10 === 0 ? `comment on table item_${i} is 'number ${i}';` : ''}`;

async function databaseOf({ server, servers }, tables) {
  const url = await servers.createDatabase(server);
  const client = new pg.Client({ connectionString: url, ssl: false });
  await client.connect();
  // A hundred at once stay below the limit on locks of one transaction.
  for (let i = 0; i < tables; i += 100)
    await client.query(Array.from({ length: Math.min(100, tables - i) }, (_, j) => table(i + j)).join('\n'));
  await client.query('vacuum analyze');
  await client.end();
  return url;
}

const bareNode = async (context) =>
  median(await Promise.all([0, 1, 2].map(async () => (await once({ command: [process.execPath, '-e', '0'] }, context)).cpu)));

const database = (url) => decodeURIComponent(new URL(url).pathname.slice(1));
const done = ({ code }) => code === 0;

/** The same text through psql, as tidemark sends it; pg_dump beside it. */
async function readOf(context, tables) {
  const { work, shell, major, installed } = context;
  const url = await databaseOf(context, tables);
  const [{ reading }, { kinds }] = await Promise.all([
    jiti.import('../src/read/database/catalog.ts'),
    jiti.import('../src/catalog/kinds.ts'),
  ]);
  const file = join(work, `reading-${tables}.sql`);
  writeFileSync(file, `${reading({ major, histories: [{ schema: 'drizzle', name: '__drizzle_migrations' }] }, kinds, 0)};\n`);
  // A folder of no project: two URLs need none, and looking for one is not what is measured.
  const cwd = mkdtempSync(join(work, 'no-project-'));
  const contender = (name, command, check = done) => ({ name, command, check, cwd, database: database(url) });
  const migra = await installPeer(work, { name: '@pgkit/migra', version: '0.6.1' });
  return roundsOfBoth(
    `reading ${tables.toLocaleString('en')} tables`,
    [
      contender('psql, our own SQL', [shell, '-XAtq', '-o', '/dev/null', '-f', file, url]),
      contender(
        'tidemark diff, one read',
        tidemark(installed, 'diff', url, url),
        ({ code, stdout }) => (code === 0 && /are\s+alike\./.test(stdout)) || 'not alike',
      ),
      contender('pg_dump --schema-only', [shell.replace(/psql$/, 'pg_dump'), '--schema-only', '-f', '/dev/null', url]),
      contender('pg-delta, extract', [process.execPath, extracting(work), url]),
      ...(migra
        ? [
            contender(`${migra.title}, two reads`, [
              process.execPath,
              join(migra.home, 'node_modules/.bin/migra'),
              url,
              url,
              '--unsafe',
            ]),
          ]
        : []),
    ],
    context,
  );
}

/** What pg-delta does before it compares: the same database, read by its own queries. */
function extracting(work) {
  const path = join(work, 'pg-delta-extract.mjs');
  writeFileSync(
    path,
    `import pg from ${JSON.stringify(import.meta.resolve('pg'))};
import { extract } from ${JSON.stringify(import.meta.resolve('@supabase/pg-delta/extract'))};
const pool = new pg.Pool({ connectionString: process.argv[2], ssl: false });
const { factBase } = await extract(pool);
if (factBase.facts().length === 0) throw new Error('nothing was read');
await pool.end();
`,
  );
  return path;
}

/** In this process: only the comparison. */
async function compareOf(context) {
  const url = await databaseOf(context, 1000);
  const [{ readCatalog }, { compareCatalogs }, { kinds }] = await Promise.all(
    ['../src/read/database/catalog.ts', '../src/compare/catalogs/catalogs.ts', '../src/catalog/kinds.ts'].map((path) =>
      jiti.import(path),
    ),
  );
  const client = new pg.Client({ connectionString: url, ssl: false });
  await client.connect();
  const types = { getTypeParser: () => (text) => text };
  const send = async (text) =>
    (await client.query({ text, types })).map((r) => ({
      tag: r.command === 'SELECT' ? `SELECT ${r.rowCount}` : r.command,
      rows: r.rows,
    }));
  const versionNumber = context.major * 10_000;
  const read = () => readCatalog(send, { histories: [], versionNumber, engine: 'PostgreSQL' });
  const [left, right] = [await read(), await read()];
  await client.end();
  const times = Array.from({ length: 9 }, () => {
    const before = process.cpuUsage();
    const { differences } = compareCatalogs(left, right, kinds);
    if (differences.some((d) => d.class === 'structural')) throw new Error('a catalog differs from itself');
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return { cpu: median(times), objects: left.objects.size };
}

/** drizzle-kit's reader on a smaller database: on 1,000 tables it takes minutes. */
async function pullOf(context) {
  const { work, installed } = context;
  const url = await databaseOf(context, PULLED);
  const dir = makeProject(join(work, 'pull'), { line: LINE, count: 1, url });
  linkStock(LINE, dir);
  const contender = (name, command, check = done) => ({ name, command, check, cwd: dir, database: database(url) });
  return roundsOfBoth(
    `reading ${PULLED} tables`,
    [
      contender('tidemark diff, one read', tidemark(installed, 'diff', url, url)),
      // It writes what it read over the project's own folder, which nothing here reads again.
      contender(`${kitName(LINE)} pull`, kit(LINE, 'pull', '--config', 'drizzle.config.json')),
    ],
    context,
    { n: 1, warm: false },
  );
}

/** A folder of 200 migrations that an environment has run. */
async function folderOf(context) {
  const { work, installed, server, servers } = context;
  const url = await servers.createDatabase(server);
  const dir = makeProject(join(work, 'replayed'), { line: LINE, count: MIGRATIONS, url });
  linkStock(LINE, dir);
  const deployed = await once({ command: orm(LINE, dir, url) }, context);
  if (deployed.code !== 0) throw new Error(`the stock migrator did not deploy\n${deployed.stderr}`);
  const only = join(work, 'just-that-sql.mjs');
  writeFileSync(only, justThatSql(dir));
  const kept = join(work, 'kept');
  mkdirSync(kept, { recursive: true });
  const contender = (name, command, heat, word) => {
    const env = { XDG_CACHE_HOME: kept };
    const before = () => Object.assign(env, heat === 'cold' ? { XDG_CACHE_HOME: mkdtempSync(join(work, 'cold-')) } : {});
    return {
      name: `${name}, ${heat}`,
      cwd: dir,
      command,
      env,
      before,
      check: ({ code, stdout }) => (code === 0 && stdout.includes(word)) || `it did not say ${word}`,
    };
  };
  return rounds(
    `${MIGRATIONS} migrations, all applied`,
    [
      { name: 'PGlite, just that SQL', cwd: dir, command: [process.execPath, only], check: done },
      contender('tidemark verify', tidemark(installed, 'verify', '--databases'), 'cold', 'as expected'),
      contender('tidemark verify', tidemark(installed, 'verify', '--databases'), 'warm', 'as expected'),
      contender('tidemark audit', tidemark(installed, 'audit'), 'cold', 'stands at'),
      contender('tidemark audit', tidemark(installed, 'audit'), 'warm', 'stands at'),
    ],
    { ...context, n: Math.min(context.n, 3) },
  );
}

/** In this process, of the folder that was replayed above: finding and reading a replay that was kept. Milliseconds. */
async function keptOf({ work }) {
  const [{ readFolder }, { journalOf, migrationsOf }, { planShadow }, { replayOf }] = await Promise.all(
    ['folder/folder', 'folder/journal', 'shadow/choose', 'replay/replay'].map((path) => jiti.import(`../src/read/${path}.ts`)),
  );
  const root = join(work, 'replayed');
  const folder = await readFolder(root, 'drizzle');
  const { value: migrations } = migrationsOf(folder, journalOf(folder));
  const planned = await planShadow({ major: null, extensions: [], root });
  const history = { table: { schema: 'drizzle', name: '__drizzle_migrations' }, line: LINE };
  const replayed = () => replayOf(planned, migrations, { history, cache: join(work, 'kept-here') });
  const { failure, migrations: all } = await replayed();
  if (failure || all.length !== MIGRATIONS) throw new Error('the folder did not replay');
  const times = [];
  for (let i = 0; i < 9; i += 1) {
    const start = performance.now();
    await replayed();
    times.push(performance.now() - start);
  }
  return median(times);
}

/** What every replay has to do at least: the same start, each file in a transaction. */
function justThatSql(dir) {
  const folder = join(dir, 'drizzle');
  const files = readdirSync(folder)
    .filter((f) => f.endsWith('.sql'))
    .sort();
  const snapshot = new URL('../dist/pglite-snapshot.tar.gz', import.meta.url).pathname;
  const texts = files.map((f) => readFileSync(join(folder, f), 'utf8'));
  return `import { openAsBlob } from 'node:fs';
import { PGlite } from ${JSON.stringify(import.meta.resolve('@electric-sql/pglite'))};
const db = await PGlite.create({ loadDataDir: await openAsBlob(${JSON.stringify(snapshot)}, { type: 'application/x-gzip' }) });
for (const text of ${JSON.stringify(texts)}) await db.exec('begin;' + text + ';commit');
await db.close();
process.exit(0);
`;
}

const goal = (says, reached, measured) => ({ says, reached, measured });
const rowOf = (group, name) => group.rows.find((r) => r.name === name);

export function catalogGoals(catalog) {
  if (!catalog) return [];
  const { bareCpu, reads, compare, folder, kept } = catalog;
  const list = reads.flatMap((group) => {
    const [theirs, ours] = group.rows;
    const ratio = (ours.client - bareCpu + ours.server) / (theirs.client + theirs.server);
    return [
      goal(
        `${group.name}: CPU of client and server above bare Node ≤ 1.5 × our own SQL through psql`,
        ratio <= 1.5,
        `${ratio.toFixed(2)} ×, ${Math.round(ours.rss)} MB`,
      ),
      ...(group.name.includes('5,000') ? [goal(`${group.name} < 150 MB`, ours.rss < 150, `${Math.round(ours.rss)} MB`)] : []),
    ];
  });
  list.push(
    goal(
      'comparing two catalogs of 1,000 tables ≤ 0.3 s of CPU',
      compare.cpu <= 300,
      `${(compare.cpu / 1000).toFixed(3)} s, ${compare.objects} objects`,
    ),
  );
  const bare = rowOf(folder, 'bare Node').wall;
  const sql = rowOf(folder, 'PGlite, just that SQL');
  const [cold, warm, auditCold, auditWarm] = ['verify, cold', 'verify, warm', 'audit, cold', 'audit, warm'].map((n) =>
    rowOf(folder, `tidemark ${n}`),
  );
  list.push(
    goal(
      '`verify --databases` with a kept replay ≤ 2 × bare start and 3 round trips',
      warm.wall <= 2 * bare + 3,
      `${(warm.wall / bare).toFixed(2)} × (${Math.round(warm.wall)} ms)`,
    ),
    goal(
      '`verify --databases` of 200 migrations cold ≤ 4 × PGlite doing just that SQL',
      cold.wall <= 4 * sql.wall,
      `${(cold.wall / sql.wall).toFixed(2)} × (${Math.round(cold.wall)} ms)`,
    ),
    goal('a kept replay of 200 migrations ≤ 50 ms', kept <= 50, `${kept.toFixed(1)} ms`),
    goal('`audit` of 200 migrations cold ≤ 15 s', auditCold.wall <= 15_000, `${(auditCold.wall / 1000).toFixed(1)} s`),
    goal('`audit` of 200 migrations with a kept replay ≤ 1 s', auditWarm.wall <= 1000, `${(auditWarm.wall / 1000).toFixed(2)} s`),
  );
  return list;
}

export function catalogSections({ reads, pull, folder }, tableOf, section) {
  const whole = (value) => (value === null ? '–' : String(Math.round(value)));
  const both = (group) =>
    tableOf(
      ['', 'wall ms', '× the first', 'client CPU ms', 'server CPU ms', 'peak MB'],
      group.rows.map((r) => [r.name, whole(r.wall), r.wallOver.toFixed(2), whole(r.client), whole(r.server), whole(r.rss)]),
    );
  return [
    ...[...reads, pull].map((group) => [`## The catalog: ${group.name}`, both(group)].join('\n\n')),
    section(
      `\`verify\` and \`audit\`: ${folder.name}`,
      folder,
      'Cold: nothing kept of an earlier replay, so that PGlite starts and runs the folder. Warm: kept. `--databases`: drizzle-kit, which reads schema.ts otherwise, is not started.',
    ),
  ];
}
