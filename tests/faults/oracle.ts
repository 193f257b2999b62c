/** The judge: what is in the database, against what the stock migrator leaves, and what was said against what is. None of our code decides. */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { databaseDump } from '../cases/dump.ts';
import { createDatabase, dropDatabase, type Server } from '../servers.ts';
import { drizzleReads } from '../stock.ts';
import type { History } from './histories.ts';
import { makeProject } from './project.ts';
import type { Said } from './runner.ts';
import { type Link, link, until } from './sql.ts';

export interface Seen {
  /** Hash, stamp and name of each history row, in order. */
  rows: string[];
  /** Definitions and rows but for the history table; indexes that are not valid are named. */
  state: string;
  /** Migration → how often it counted itself. */
  counted: Record<string, number>;
}

/** As it must be after the first n migrations; [0] is the empty database. null: not looked at. */
export interface Expected {
  after: (Seen | null)[];
  /** Which migrations have steps of their own: their effects may be in before their row is. */
  stepped: boolean[];
  /** pg_dump of the end; null where there is none that reads this server. */
  dump: string | null;
}

const HISTORY = 'drizzle.__drizzle_migrations';
const EXISTS = `select to_regclass('${HISTORY}') is not null as history, to_regclass('counted') is not null as counted`;
const INVALID = `select indexrelid::regclass::text as name from pg_index where not indisvalid order by 1`;

/** Empty again, at a tenth of what a new database costs. */
export const RESET =
  'drop schema if exists drizzle cascade; drop schema if exists tidemark cascade; drop schema public cascade; create schema public';

export async function look({ url, query }: Link): Promise<Seen> {
  const [exists] = await query(EXISTS);
  const rows = exists?.['history'] === 't' ? await query(`select * from ${HISTORY} order by id`) : [];
  const counts =
    exists?.['counted'] === 't' ? await query('select migration, count(*) as n from counted group by 1 order by 1') : [];
  const lines = await databaseDump({ url, query, exec: async (text) => void (await query(text)) });
  const invalid = (await query(INVALID)).map(({ name }) => `not valid: ${name}`);
  return {
    rows: rows.map((r) => [r['hash'], r['created_at'], ...(r['name'] === undefined ? [] : [r['name']])].join(' ')),
    state: [...lines.filter((line) => !ofHistory(line)), ...invalid].join('\n'),
    counted: Object.fromEntries(counts.map(({ migration, n }) => [migration, Number(n)])),
  };
}

const ofHistory = (line: string): boolean =>
  /^schema drizzle$|^\w+ drizzle\.|^\w+ .* ON drizzle\.|__drizzle_migrations/.test(line);

/** Undisturbed, one migration after the other, by the stock migrator of the line; what it cannot run goes statement by statement. `onlyEnd`: all of them in one run of it. */
export async function expectedOf(history: History, server: Server, onlyEnd = false): Promise<Expected> {
  const url = await createDatabase(server);
  const project = makeProject(history);
  const at = link(url);
  try {
    await at.query(RESET);
    const after: (Seen | null)[] = [await look(at)];
    for (const [i, made] of history.migrations.entries()) {
      if (onlyEnd && i < history.migrations.length - 1) {
        after.push(null);
        continue;
      }
      project.put(history.migrations.slice(0, i + 1));
      if (made.alone) await byHand(at, history, project.out);
      else await stock(url, history, project.out);
      after.push(await look(at));
    }
    return { after, stepped: history.migrations.map((m) => m.alone === true), dump: dumpOf(url) };
  } finally {
    await at.end();
    project.remove();
    await dropDatabase(server, url);
  }
}

async function stock(url: string, { line }: History, folder: string): Promise<void> {
  const require = createRequire(fileURLToPath(new URL(`../stock/${line}/package.json`, import.meta.url)));
  const { drizzle } = require('drizzle-orm/node-postgres');
  const { migrate } = require('drizzle-orm/node-postgres/migrator');
  const client = new pg.Client({ connectionString: url, ssl: false });
  await client.connect();
  try {
    await migrate(drizzle({ client }), { migrationsFolder: folder });
  } finally {
    await client.end();
  }
}

/** The newest migration of the folder: its statements outside a transaction, then the row that Drizzle's own reader makes of it. */
async function byHand(at: Link, { line, migrations }: History, folder: string): Promise<void> {
  for (const chunk of migrations[drizzleReads(line, folder).length - 1]?.chunks ?? [])
    for (const statement of chunk.split(/(?<=;)\n/)) await at.query(statement);
  const read = drizzleReads(line, folder).at(-1);
  const named = line === '1.0';
  await at.query(
    `insert into ${HISTORY} (hash, created_at${named ? ', name' : ''}) values ('${read?.hash}', ${read?.when}${named ? `, '${read?.name}'` : ''})`,
  );
}

/** Without the history table (its ids tell of attempts) and without what is ours. null: no pg_dump here that reads this server. */
export function dumpOf(url: string): string | null {
  try {
    const text = execFileSync('pg_dump', ['--exclude-schema=drizzle', '--exclude-schema=tidemark', '--inserts', url], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Newer ones put a random key behind restrict; rows come as they lie, and an attempt that was rolled back moves them.
    const lines = text.split('\n').filter((line) => !/^\\(un)?restrict|^--/.test(line));
    const isRow = (line: string): boolean => line.startsWith('INSERT INTO');
    return [...lines.filter((line) => !isRow(line)), ...lines.filter(isRow).sort()].join('\n');
  } catch (error) {
    const told = error as NodeJS.ErrnoException & { stderr?: string };
    if (told.code === 'ENOENT' || told.stderr?.includes('server version mismatch')) return null;
    throw error;
  }
}

/** Nobody of ours works in the database any more: a killed client's last message may still run. `pooled`: a pooler keeps its connections. */
export const quiet = ({ query }: Link, { pooled = false, patience = 20_000 } = {}): Promise<void> =>
  until('the backends of the run are gone', patience, async () => {
    const rows = await query(
      `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name like 'tidemark%'${pooled ? " and state <> 'idle'" : ''}`,
    );
    return rows.length === 0;
  });

export interface Ran {
  /** Migrations that were in when the run began. */
  before?: number;
  /** A connection was taken from it, so that it may not know. */
  lost: boolean;
}

/** Every half and every lie: an empty list is what a run owes. */
export function judge(said: Said, seen: Seen, expected: Expected, ran: Ran): string[] {
  const text = said.text.trim().slice(0, 600).replaceAll('\n', '\n      ');
  return [...halves(seen, expected), ...lies(said, seen, expected, ran)].map(
    (what) => `${what}\n    it said: [${said.exit}] ${text}`,
  );
}

/** What is there must be what some number of whole migrations leaves. */
function halves(seen: Seen, { after, stepped }: Expected): string[] {
  const n = seen.rows.length;
  const should = after[n];
  if (should === undefined) return [`${n} history rows of ${after.length - 1} migrations`];
  const wrong = Object.entries(seen.counted).flatMap(([name, times]) => (times === 1 ? [] : [`${name} ran ${times} times`]));
  if (should === null) return wrong;
  // Parts of the next one may be in.
  const midway = stepped[n] === true;
  if (should.state !== seen.state && !midway) wrong.push(`half: ${n} recorded, and the rest is not as after ${n}`);
  if (JSON.stringify(should.rows) !== JSON.stringify(seen.rows))
    wrong.push('the history rows are not those of the stock migrator');
  return wrong;
}

function lies({ exit, text }: Said, seen: Seen, { after, stepped }: Expected, { before = 0, lost }: Ran): string[] {
  const all = after.length - 1;
  const n = seen.rows.length;
  const done = n - before;
  const something = done > 0 || (stepped[n] === true && after[n]?.state !== seen.state);
  const words = text.replaceAll(/\s+/g, ' ');
  const wrong: string[] = [];
  if (exit === 0 && n !== all) wrong.push(`exit 0, and ${n} of ${all} are in`);
  if ((exit === 2 || exit === 130) && something)
    wrong.push(`exit ${exit}, and ${done === 0 ? 'a part' : done} of this run ${done === 0 ? 'is' : 'are'} in`);
  if (exit === 3 && !something && !lost) wrong.push('exit 3, and nothing of this run is in');
  if (![0, 2, 3, 130, -1].includes(exit)) wrong.push(`exit ${exit}`);
  if (/^\s+at .+:\d+:\d+\)?$/m.test(text)) wrong.push('a stack trace');
  if (/nothing (was|is) changed/i.test(words) && something) wrong.push(`"nothing was changed", and ${done} of this run are in`);
  const told = /(\d+) before it are committed/.exec(words)?.[1];
  // Of the one that is not known both are true.
  const may = exit === 3 && /is not known/.test(words) ? [done, done - 1] : [done];
  if (told !== undefined && !may.includes(Number(told))) wrong.push(`"${told} before it are committed", and ${done} are in`);
  if (exit > 0 && words.trim() === '') wrong.push('it failed and said nothing');
  return wrong;
}

/** Everything is in, each once, as the stock migrator leaves it. */
export function judgeEnd({ url }: Link, seen: Seen, expected: Expected): string[] {
  const end = expected.after.at(-1);
  const wrong: string[] = [];
  if (seen.state !== end?.state) wrong.push('the end is not that of an undisturbed run');
  if (JSON.stringify(seen.rows) !== JSON.stringify(end?.rows)) wrong.push('the history rows are not those of an undisturbed run');
  if (JSON.stringify(seen.counted) !== JSON.stringify(end?.counted)) wrong.push(`counted ${JSON.stringify(seen.counted)}`);
  if (expected.dump !== null && dumpOf(url) !== expected.dump) wrong.push('pg_dump differs from that of an undisturbed run');
  return wrong;
}
