// With a database: migrate when nothing is pending, applying 50, doctor and status, each timed, and counted in round trips.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createJiti } from 'jiti';
import pg from 'pg';
import { answered } from './files.mjs';
import { once, rounds } from './measure.mjs';
import { makeProject } from './project.mjs';
import { kit, kitName, LINES, linkStock, orm, ormName, psql, tidemark } from './tools.mjs';
import { turnsProxy } from './turns.mjs';

const APPLIED = 200;
const SMALL = 50;
const jiti = createJiti(import.meta.url, { fsCache: false });

export async function measureDatabase(context) {
  const servers = await jiti.import('../tests/servers.ts');
  const major = [15, 18].find(servers.hasServer);
  if (major === undefined) {
    process.stderr.write('database: skipped, PostgreSQL is not there\n');
    return null;
  }
  const server = await servers.startServer(major);
  try {
    const here = { ...context, server, servers, projects: await applied(context, server, servers) };
    const noop = await rounds('migrate, nothing pending', noopContenders(here), here);
    const look = await rounds('doctor and status with a database', lookContenders(here), here);
    const apply = await rounds(`migrate, ${SMALL} pending`, applyContenders(here), here);
    return { noop, look, apply, turns: await countTurns(here), version: await versionOf(server), psql: psql() !== null };
  } finally {
    await server.stop();
  }
}

async function query(url, sql) {
  const client = new pg.Client({ connectionString: url, ssl: false });
  await client.connect();
  return client
    .query(sql)
    .then((r) => r.rows)
    .finally(() => client.end());
}

const versionOf = async (server) => (await query(server.url(), 'show server_version'))[0].server_version;
const recorded = async (url) => (await query(url, 'select count(*)::int as n from drizzle.__drizzle_migrations'))[0].n;

/** One project a line and kind of config, its 200 migrations applied by the stock migrator. */
async function applied(context, server, servers) {
  const projects = {};
  for (const line of LINES) {
    const url = await servers.createDatabase(server);
    const json = makeProject(join(context.work, `applied-json-${line}`), { line, count: APPLIED, url });
    const ts = makeProject(join(context.work, `applied-ts-${line}`), { line, count: APPLIED });
    for (const dir of [json, ts]) linkStock(line, dir);
    const { code, stdout, stderr } = await once({ command: orm(line, json, url) }, context);
    if (code !== 0 || (await recorded(url)) !== APPLIED) throw new Error(`the stock migrator did not deploy\n${stdout}${stderr}`);
    projects[line] = { json, ts, url };
  }
  return projects;
}

const told =
  (word) =>
  ({ code, stdout, stderr }) =>
    (code === 0 && `${stdout}${stderr}`.includes(word)) || `it did not say ${word}`;
const OURS = told(`Nothing is pending; ${APPLIED} applied.`);
const KIT = told('applied successfully');
const ORM = ({ code, stdout }) => (code === 0 && stdout === '{}') || 'error';

function noopContenders({ installed, projects, work, server }) {
  const list = [];
  const shell = psql();
  if (shell) {
    const check = ({ code, stdout }) => code === 0 && stdout === '1\n';
    list.push({ name: 'psql', command: [shell, '-XAtc', 'select 1', server.url()], check });
  }
  for (const line of LINES) {
    const { json, ts, url } = projects[line];
    list.push({ name: `tidemark (${line}), JSON config`, cwd: json, command: tidemark(installed, 'migrate'), check: OURS });
    // 1.0.0-rc.5 imports drizzle.config.json without the attribute that Node asks for, and fails.
    if (line === '0.x')
      list.push({ name: `${kitName(line)}, JSON config`, cwd: json, command: kit(line, 'migrate'), check: KIT });
    list.push({ name: ormName(line), cwd: json, command: orm(line, json, url), check: ORM });
    for (const heat of ['cold', 'warm']) {
      const contender = (name, command, check) => {
        const env = { DATABASE_URL: url };
        const before = () => Object.assign(env, heat === 'cold' ? emptyCaches(work, ts) : {});
        return { name: `${name}, TypeScript config, ${heat}`, cwd: ts, command, check, env, before };
      };
      list.push(contender(`tidemark (${line})`, tidemark(installed, 'migrate'), OURS));
      list.push(contender(kitName(line), kit(line, 'migrate'), KIT));
    }
  }
  return list;
}

/** Home, temporary folder and node_modules/.cache as on a machine that never ran it. */
function emptyCaches(work, dir) {
  rmSync(join(dir, 'node_modules/.cache'), { recursive: true, force: true });
  const fresh = mkdtempSync(join(work, 'cold-'));
  return { HOME: join(fresh, 'home'), TMPDIR: join(fresh, 'tmp') };
}

function lookContenders({ installed, projects }) {
  return LINES.flatMap((line) => {
    const { ts, url } = projects[line];
    const of = (name, command, check) => ({ name, cwd: ts, env: { DATABASE_URL: url }, command, check });
    return [
      of(`tidemark doctor (${line})`, tidemark(installed, 'doctor', '--json'), answered('doctor', { migrations: APPLIED })),
      of(`tidemark status (${line})`, tidemark(installed, 'status', '--json'), answered('status', { migrations: APPLIED })),
      of(`${kitName(line)} check`, kit(line, 'check'), ({ code }) => code === 0),
    ];
  });
}

/** Those that apply 50 migrations of one line; each run gets an empty database of its own, made before the clock starts. */
function appliers({ installed, work, server, servers }, line, address = (url) => url) {
  const dir = join(work, `apply-${line}`);
  const contender = (name, commandFor, check) => {
    let url;
    const self = { name, cwd: dir, env: {} };
    self.before = async () => {
      url = await servers.createDatabase(server);
      self.env = { DATABASE_URL: address(url) };
      self.command = commandFor(address(url));
    };
    self.check = async (ran) => {
      const said = check(ran);
      if (said !== true) return said;
      const rows = await recorded(url);
      await servers.dropDatabase(server, url);
      return rows === SMALL || `${rows} rows, not ${SMALL}`;
    };
    return self;
  };
  return [
    contender(
      `tidemark (${line})`,
      () => tidemark(installed, 'migrate'),
      ({ code }) => code === 0,
    ),
    contender(kitName(line), () => kit(line, 'migrate'), KIT),
    contender(ormName(line), (url) => orm(line, dir, url), ORM),
  ];
}

function applyContenders(here) {
  return LINES.flatMap((line) => {
    linkStock(line, makeProject(join(here.work, `apply-${line}`), { line, count: SMALL }));
    return appliers(here, line);
  });
}

/** The same commands once more, through the proxy that counts; nothing is timed here. */
async function countTurns(here) {
  const { server, installed, projects } = here;
  const proxy = await turnsProxy(server.port);
  const through = (url) => url.replace(`:${server.port}/`, `:${proxy.port}/`);
  const counted = [];
  const count = async (what, line, contender) => {
    await contender.before?.();
    const ran = await once(contender, here);
    const checked = await contender.check(ran);
    if (checked !== true) throw new Error(`round trips of ${what}: ${checked} (exit ${ran.code})\n${ran.stdout}${ran.stderr}`);
    const connections = proxy.take();
    const sum = (field) => connections.reduce((all, c) => all + c[field], 0);
    counted.push({ what, line, connections: connections.length, connecting: sum('connecting'), turns: sum('turns') });
  };
  try {
    for (const line of LINES) {
      const { ts, url } = projects[line];
      const of = (command, check) => ({ cwd: ts, env: { DATABASE_URL: through(url) }, command, check });
      await count('tidemark migrate, nothing pending', line, of(tidemark(installed, 'migrate'), OURS));
      await count(`${kitName(line)} migrate, nothing pending`, line, of(kit(line, 'migrate'), KIT));
      await count(`${ormName(line)}, nothing pending`, line, of(orm(line, ts, through(url)), ORM));
      await count(
        'tidemark doctor',
        line,
        of(tidemark(installed, 'doctor', '--json'), answered('doctor', { migrations: APPLIED })),
      );
      await count(
        'tidemark status',
        line,
        of(tidemark(installed, 'status', '--json'), answered('status', { migrations: APPLIED })),
      );
      for (const applier of appliers(here, line, through)) await count(`${applier.name}, ${SMALL} pending`, line, applier);
    }
  } finally {
    await proxy.close();
  }
  return counted;
}
