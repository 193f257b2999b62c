// Other runners of SQL files, put into the bench's own folder by npm: their layouts and how they are started.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const node = process.execPath;
const put = (dir, path, text) => {
  mkdirSync(join(dir, path, '..'), { recursive: true });
  writeFileSync(join(dir, path), text);
};
const body = ({ list }) => `${list.join('\n')}\n`;

const PEERS = [
  {
    name: 'node-pg-migrate',
    version: '9.0.0',
    beside: ['pg@8.23.1'],
    layout(dir, history) {
      for (const m of history) put(dir, `migrations/${m.when}_step.sql`, `-- Up Migration\n${body(m)}`);
    },
    run: (home, dir, url) => ({
      command: [node, join(home, 'node_modules/node-pg-migrate/bin/node-pg-migrate.js'), 'up', '-m', join(dir, 'migrations')],
      env: { DATABASE_URL: url },
    }),
    recorded: 'select count(*)::int as n from pgmigrations',
  },
  {
    name: 'umzug',
    version: '3.8.3',
    beside: ['pg@8.23.1'],
    layout(dir, history) {
      for (const m of history) put(dir, `migrations/${m.name}.sql`, body(m));
    },
    run(home, dir, url) {
      put(home, 'umzug.mjs', UMZUG);
      return { command: [node, join(home, 'umzug.mjs'), join(dir, 'migrations')], env: { DATABASE_URL: url } };
    },
    recorded: 'select count(*)::int as n from umzug',
  },
  {
    name: 'graphile-migrate',
    version: '1.4.1',
    beside: [],
    layout(dir, history) {
      let previous = '';
      for (const [i, m] of history.entries()) {
        const text = body(m).trim();
        const hash = `sha1:${createHash('sha1')
          .update(`${`${previous}\n${text}`.trim()}\n`)
          .digest('hex')}`;
        const head = `--! Previous: ${previous || '-'}\n--! Hash: ${hash}\n\n`;
        put(dir, `migrations/committed/${String(i + 1).padStart(6, '0')}.sql`, `${head}${text}\n`);
        previous = hash;
      }
      put(dir, '.gmrc', '{}');
    },
    run: (home, dir, url) => ({
      command: [node, join(home, 'node_modules/graphile-migrate/dist/cli.js'), 'migrate', '--config', join(dir, '.gmrc')],
      env: { DATABASE_URL: url },
    }),
    recorded: 'select count(*)::int as n from graphile_migrate.migrations',
  },
  {
    name: 'dbmate',
    version: '2.36.0',
    beside: [],
    layout(dir, history) {
      for (const m of history) put(dir, `db/migrations/${m.name}.sql`, `-- migrate:up\n${body(m)}\n-- migrate:down\n`);
    },
    run: (home, _dir, url) => ({
      command: [
        join(home, `node_modules/@dbmate/${process.platform}-${process.arch}/bin/dbmate`),
        '--no-dump-schema',
        '--url',
        `${url}?sslmode=disable`,
        'migrate',
      ],
      env: {},
    }),
    recorded: 'select count(*)::int as n from schema_migrations',
  },
];

/** A file is one query in a transaction of its own, as its guide's SQL example has it; the history goes into a table. */
const UMZUG = `import { readFileSync } from 'node:fs';
import pg from 'pg';
import { Umzug } from 'umzug';

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query('create table if not exists umzug (name text primary key)');
const umzug = new Umzug({
  migrations: {
    glob: process.argv[2] + '/*.sql',
    resolve: ({ name, path }) => ({ name, up: () => client.query(readFileSync(path, 'utf8')) }),
  },
  storage: {
    executed: async () => (await client.query('select name from umzug order by name')).rows.map((r) => r.name),
    logMigration: ({ name }) => client.query('insert into umzug values ($1)', [name]),
    unlogMigration: ({ name }) => client.query('delete from umzug where name = $1', [name]),
  },
  logger: undefined,
});
await umzug.up();
await client.end();
`;

/** Those that could be installed; who could not is named and left out. */
export async function installPeers(work) {
  const installed = [];
  const skipped = [];
  for (const peer of PEERS) {
    const put = await installPeer(work, peer);
    if (put) installed.push({ ...peer, ...put });
    else skipped.push(peer.name);
  }
  return { installed, skipped };
}

/** Into a folder of its own; null: npm could not. */
export async function installPeer(work, { name, version, beside = [] }) {
  const home = join(work, 'peers', name);
  put(home, 'package.json', '{"private":true,"type":"module"}');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel', 'error'];
  try {
    await promisify(execFile)('npm', ['install', ...quiet, `${name}@${version}`, ...beside], { cwd: home, timeout: 120_000 });
    const found = JSON.parse(readFileSync(join(home, 'node_modules', name, 'package.json'), 'utf8'));
    return { title: `${name} ${found.version}`, home };
  } catch (error) {
    process.stderr.write(`${name}: skipped, npm could not install it: ${String(error.stderr || error.message).slice(0, 300)}\n`);
    return null;
  }
}
