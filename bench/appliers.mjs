// How each tool is started, and held to what it was to apply.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { once } from './measure.mjs';
import { kit, kitName, linkStock, orm, ormName, tidemark } from './tools.mjs';
import { configWith, drizzleFolder, psqlScript } from './workload.mjs';

export async function query(url, sql) {
  const client = new pg.Client({ connectionString: url, ssl: false });
  await client.connect();
  return client
    .query(sql)
    .then((r) => r.rows)
    .finally(() => client.end());
}

const HISTORY = 'select count(*)::int as n from drizzle.__drizzle_migrations';
const done = ({ code }) => code === 0 || 'it failed';

/** How each tool is started in `dir` against `url`, by its name; a kind also says where it counts what it applied. */
export function kindsOf({ installed }, shell) {
  const psqlOf = (name, ...flags) => ({
    name,
    run: (dir, url) => ({
      command: [shell, '-XqA', ...flags, '-v', 'ON_ERROR_STOP=1', '-f', join(dir, 'all.sql'), url],
      env: {},
    }),
    check: done,
  });
  const drizzle = (name, line, command, check = done) => ({
    name,
    line,
    run(dir, url) {
      configWith(dir, url);
      return { command: command(dir, url), env: { DATABASE_URL: url } };
    },
    check,
  });
  // 1.0.0-rc.5 imports drizzle.config.json without the attribute that Node asks for, and fails.
  const configOf = (line) => ['--config', line === '1.0' ? 'drizzle.config.ts' : 'drizzle.config.json'];
  return {
    apart: psqlOf('psql, a transaction each'),
    one: psqlOf('psql -1', '-1'),
    tidemark: (line) =>
      drizzle(`tidemark (${line})`, line, () => tidemark(installed, 'migrate', '--config', 'drizzle.config.json')),
    kit: (line) => drizzle(kitName(line), line, () => kit(line, 'migrate', ...configOf(line))),
    orm: (line) =>
      drizzle(
        ormName(line),
        line,
        (dir, url) => orm(line, dir, url),
        ({ code, stdout }) => (code === 0 && stdout === '{}') || 'it failed',
      ),
    peer: ({ title, home, run, recorded }) => ({
      name: title,
      recorded,
      run: (dir, url) => run(home, dir, url),
      check: done,
    }),
  };
}

/** A Drizzle project with psql's script beside it. The address is that of the environment. */
export function folderFor(dir, line, history, apart) {
  drizzleFolder(dir, line, history);
  linkStock(line, dir);
  writeFileSync(join(dir, 'all.sql'), psqlScript(history, apart));
  return dir;
}

/** `prepare`: what the database is before. `address`: as the tool is told it. */
export function contenderOf({ server, servers }, kind, dir, count, { prepare, address = (url) => url } = {}) {
  const self = { name: kind.name, cwd: dir, env: {} };
  let url;
  self.before = async () => {
    url = await servers.createDatabase(server);
    self.database = decodeURIComponent(new URL(url).pathname.slice(1));
    await prepare?.(url);
    Object.assign(self, kind.run(dir, address(url)));
  };
  self.check = async (ran) => {
    const said = kind.check(ran);
    if (said !== true) return said;
    const [{ n }] = await query(url, kind.recorded ?? HISTORY);
    await servers.dropDatabase(server, url);
    return n === count || `${n} recorded, not ${count}`;
  };
  return self;
}

/** Brings a database there by the stock migrator. */
export async function deployed(here, dir, url) {
  const { code, stdout, stderr } = await once({ command: orm('0.x', dir, url) }, here);
  if (code !== 0) throw new Error(`the stock migrator did not deploy\n${stdout}${stderr}`);
}
