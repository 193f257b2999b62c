// The function in a running process, nothing pending: against `select 1` over the same pool, and drizzle-orm's own migrate().
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';
import { median, once } from './measure.mjs';
import { makeProject } from './project.mjs';
import { LINES, linkStock, orm, ormName } from './tools.mjs';
import { turnsProxy } from './turns.mjs';

const APPLIED = 200;
/** Calls a round, so that a timer's grain and a collection of garbage do not decide. */
const CALLS = 20;
const jiti = createJiti(import.meta.url, { fsCache: false });

export async function measureFunction(context) {
  const servers = await jiti.import('../tests/servers.ts');
  const major = [15, 18].find(servers.hasServer);
  if (major === undefined) {
    process.stderr.write('function: skipped, PostgreSQL is not there\n');
    return null;
  }
  const server = await servers.startServer(major);
  const proxy = await turnsProxy(server.port);
  try {
    const groups = [];
    for (const line of LINES) groups.push(await measureLine(line, { ...context, server, servers, proxy }));
    return groups;
  } finally {
    await proxy.close();
    await server.stop();
  }
}

/** As goals, a line each; see goals.mjs. */
export const functionGoals = (groups) =>
  LINES.flatMap((line) => {
    const group = groups?.find((g) => g.line === line);
    return [
      {
        says: `the function, nothing pending: 1 round trip (${line})`,
        reached: group ? group.turns === 1 : null,
        measured: group ? String(group.turns) : '',
      },
      {
        says: `the function, nothing pending ≤ 1.3 × (\`select 1\` + reading the folder) (${line})`,
        reached: group ? group.over <= 1.3 : null,
        measured: group ? `${group.over.toFixed(2)} ×` : '',
      },
    ];
  });

/** Name and milliseconds of each contender, per line. */
export const functionRows = (groups) =>
  groups.flatMap(({ line, rows }) => rows.map((r) => [`${r.name} (${line})`, r.ms.toFixed(2)]));

async function measureLine(line, context) {
  const { n, work, installed, server, servers, proxy } = context;
  const url = await servers.createDatabase(server);
  const dir = makeProject(join(work, `function-${line}`), { line, count: APPLIED });
  linkStock(line, dir);
  const { code, stderr } = await once({ command: orm(line, dir, url) }, context);
  // A process that asks again trusts what it read before only of files that have been as they are for two seconds.
  await new Promise((done) => setTimeout(done, 3_000));
  if (code !== 0) throw new Error(`the stock migrator did not deploy\n${stderr}`);
  const config = { migrationsFolder: join(dir, 'drizzle') };

  const require = createRequire(join(dir, 'package.json'));
  const { drizzle } = require('drizzle-orm/node-postgres');
  const stock = require('drizzle-orm/node-postgres/migrator').migrate;
  const { readMigrationFiles } = require('drizzle-orm/migrator');
  const { Pool } = require('pg');
  const { migrate } = await import(pathToFileURL(join(dirname(installed.cli), 'node-postgres.js')));

  const pool = new Pool({ connectionString: url, ssl: false });
  const db = drizzle({ client: pool });
  const ours = async () => {
    const { applied, recorded } = await migrate(db, config);
    if (applied.length !== 0 || recorded !== APPLIED) throw new Error(`not nothing: ${applied.length} and ${recorded}`);
  };
  const contenders = [
    ['select 1', () => pool.query('select 1')],
    ['reading the folder, as drizzle-orm does', async () => readMigrationFiles(config)],
    ['tidemark migrate()', ours],
    [ormName(line), () => stock(db, config)],
  ];
  const samples = new Map(contenders.map(([name]) => [name, []]));
  for (let round = 0; round <= n; round += 1) {
    for (const [name, call] of contenders) {
      const began = performance.now();
      for (let i = 0; i < CALLS; i += 1) await call();
      if (round > 0) samples.get(name).push((performance.now() - began) / CALLS);
    }
  }
  await pool.end();
  const through = new Pool({ connectionString: url.replace(`:${server.port}/`, `:${proxy.port}/`), ssl: false });
  const turns = await turnsOf(migrate, drizzle, through, config, proxy);
  const rows = [...samples].map(([name, of]) => ({ name, ms: median(of) }));
  const [one, reading, function_] = [...samples.values()];
  const over = median(function_.map((ms, i) => ms / (one[i] + reading[i])));
  process.stderr.write(
    `function (${line}): ${rows.map((r) => `${r.name} ${r.ms.toFixed(2)} ms`).join(', ')}; ${turns} round trip(s)\n`,
  );
  return { line, rows, over, turns };
}

/** Round trips of one call over a connection that is open already. */
async function turnsOf(migrate, drizzle, pool, config, proxy) {
  await pool.query('select 1');
  const [live] = proxy.take();
  const before = live.turns;
  await migrate(drizzle({ client: pool }), config);
  await pool.end();
  return live.turns - before;
}
