/** Every refusal that migrations meet, provoked on a real server: its message is in messages.txt, to be read by a person. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conditionOf } from '../../src/sql/conditions.ts';
import type { Refused } from '../../src/sql/meaning.ts';
import { meaningOf, TOLD } from '../../src/sql/sqlstate.ts';
import { subjectOf } from '../../src/sql/subject.ts';
import { sql } from '../faults/sql.ts';
import { hasServer, type OwnServer, startServer } from '../servers.ts';
import { CASES } from './cases.ts';
import { type Loss, lose } from './lost.ts';
import { DATABASE, projectOf, provoke, ROLE, refusedBy, told } from './place.ts';

const FILE = new URL('messages.txt', import.meta.url);
const here = hasServer(15);
test.skipIf(here)('PostgreSQL 15 is not here: nothing was refused', () => undefined);

const UPDATE = process.env['UPDATE_MESSAGES'] === '1';
const headOf = (sqlstate: string, about: string): string => `## ${sqlstate} ${conditionOf(sqlstate) ?? 'of our own'}: ${about}`;

/** Heading → message. */
const kept = new Map<string, string>(
  existsSync(FILE)
    ? readFileSync(FILE, 'utf8')
        .split(/^(?=## )/m)
        .filter((part) => part.startsWith('## '))
        .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n')).trim()])
    : [],
);

/** Refused at the door. */
const ENTRIES: { sqlstate: string; about: string; code: string; before?: string; aim: (server: OwnServer) => string }[] = [
  { sqlstate: '28P01', about: 'a wrong password', code: 'password-refused', aim: (server) => as(server, 'deployer', 'wrong') },
  { sqlstate: '3D000', about: 'a database that is not there', code: 'database-absent', aim: (server) => server.url('nowhere') },
  {
    sqlstate: '53300',
    about: 'a role that may have no more connections',
    code: 'too-many-connections',
    before: "create role crowd login password 'ship-it' connection limit 0",
    aim: (server) => as(server, 'crowd', 'ship-it'),
  },
];

const MADE = 'CREATE TABLE "made" ("id" integer);';
const LOSSES: (Loss & { outcome: 'in' | 'connection-lost' | 'outcome-unknown' })[] = [
  {
    about: '57P01, the backend was ended by an administrator',
    outcome: 'connection-lost',
    migration: `${MADE}\nSELECT pg_terminate_backend(pg_backend_pid());`,
  },
  { about: '08006, cut before the message arrived', outcome: 'connection-lost', migration: MADE, fault: { kind: 'rst' } },
  { about: 'the answer to COMMIT was lost', outcome: 'in', migration: MADE, fault: { kind: 'lost' } },
  { about: 'the answer to COMMIT was lost, 1.0', line: '1.0', outcome: 'in', migration: MADE, fault: { kind: 'lost' } },
  {
    about: 'cut while the server goes on, and commits later',
    outcome: 'in',
    migration: `${MADE}\nSELECT pg_sleep(2);`,
    cutMeanwhile: true,
  },
  {
    about: 'the lock is held by somebody for a while',
    outcome: 'connection-lost',
    migration: MADE,
    fault: { kind: 'rst' },
    held: 3_000,
  },
  { about: 'in, although somebody else holds the lock', outcome: 'in', migration: MADE, fault: { kind: 'lost' }, held: 1_000 },
  {
    about: 'the server cannot be reached any more',
    outcome: 'outcome-unknown',
    migration: MADE,
    fault: { kind: 'lost', away: true },
    patience: 5_000,
  },
  {
    about: 'the lock is held for as long as we ask',
    outcome: 'outcome-unknown',
    migration: MADE,
    fault: { kind: 'rst' },
    held: 5_700,
    patience: 5_000,
  },
  {
    about: 'the role may not look',
    outcome: 'outcome-unknown',
    migration: MADE,
    fault: { kind: 'lost' },
    lookAt: (server) => as(server, 'deployer', 'ship-it'),
  },
];

/** Nothing is known but the code. */
const BARE: Refused = {
  ...{ migration: '0000_change', file: 'drizzle/0000_change.sql', on: '', subject: subjectOf(''), statement: '', name: null },
  ...{
    schema: null,
    table: null,
    column: null,
    constraint: null,
    role: 'deployer',
    database: 'app',
    statementTimeout: 0,
    took: 0,
  },
};

function as(server: OwnServer, role: string, password: string): string {
  const url = new URL(server.url(DATABASE));
  Object.assign(url, { username: role, password });
  return url.href;
}

describe.skipIf(!here)('refused', () => {
  let server: OwnServer;
  const made = new Map<string, string>();
  const keep = (head: string, text: string): void => {
    made.set(head, text);
    expect(text).not.toMatch(/\bsafe\b|\bundefined\b|\[object/);
    if (!UPDATE) expect(text).toBe(kept.get(head));
  };
  beforeAll(async () => {
    server = await startServer(15, { settings: { max_connections: '20', max_locks_per_transaction: '10' } });
    await sql(server.url(), `create role ${ROLE} login password 'ship-it'`);
    await sql(server.url(), `create database ${DATABASE}`);
    limitFiles(server);
  });
  afterAll(async () => {
    if (UPDATE) writeFileSync(FILE, `${[...made].map(([head, text]) => `${head}\n\n${text}`).join('\n\n')}\n`);
    await server?.stop();
  });

  test.for(CASES)('$sqlstate $about', async (one) => {
    const problem = await provoke(server, one);
    const text = told(problem, server);
    expect(problem.details?.sqlstate, text).toBe(one.sqlstate);
    expect(problem.code).toBe(one.code ?? 'migration-failed');
    keep(headOf(one.sqlstate, one.about), text);
  });

  test.for(ENTRIES)('$about', async ({ about, code, sqlstate, before, aim }) => {
    const project = projectOf({ sql: 'CREATE TABLE "items" ("id" integer);' });
    try {
      if (before) await sql(server.url(), before);
      project.aim(aim(server));
      const problem = await refusedBy(project);
      keep(headOf(sqlstate, about), told(problem, server));
      expect(problem.code).toBe(code);
    } finally {
      project.remove();
    }
  });

  test.for(LOSSES)('$about', { timeout: 30_000 }, async ({ outcome, ...loss }) => {
    const { problem, there, recorded, events } = await lose(server, loss);
    const waits = events.filter((e) => e.event === 'waiting').length;
    if (problem) keep(`## connection lost: ${loss.about}`, told(problem, server));
    expect(problem?.code ?? 'in').toBe(outcome);
    // What was said is what is; of what nobody knows the table is the proof that saying either would have been wrong.
    expect(recorded).toBe(there ? 1 : 0);
    if (outcome !== 'outcome-unknown') expect(there).toBe(outcome === 'in');
    expect(problem?.exit ?? 0).toBe({ in: 0, 'connection-lost': 2, 'outcome-unknown': 3 }[outcome]);
    expect(problem?.details?.state).toBe(
      { in: undefined, 'connection-lost': 'unchanged', 'outcome-unknown': 'unknown' }[outcome],
    );
    if ((loss.held ?? 0) > 2_500) expect(waits).toBeGreaterThan(0);
  });

  test('what has words and was not provoked is named, and formatted only', () => {
    const provoked = new Set(['57P01', ...[...CASES, ...ENTRIES].map((one) => one.sqlstate)]);
    const left = TOLD.filter((sqlstate) => !provoked.has(sqlstate));
    const text = left.map((sqlstate) => {
      const meaning = meaningOf(sqlstate);
      return [
        `${sqlstate} ${conditionOf(sqlstate)}`,
        meaning?.says(BARE),
        ...(meaning?.next(BARE) ?? []).map((line) => `→ ${line}`),
      ];
    });
    keep('## Words that no server was made to ask for here', text.map((lines) => lines.join('\n')).join('\n\n'));
  });

  test.skipIf(UPDATE)('messages.txt holds nothing else', () => {
    expect([...kept.keys()].filter((head) => !made.has(head))).toEqual([]);
  });
});

/** A file may grow to 20 MB and 1 KB, so that the write which reaches it comes back short, as on a full disk. */
function limitFiles({ folder }: OwnServer): void {
  const pid = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0] ?? '';
  const { uid, gid } = statSync(folder);
  execFileSync('prlimit', ['--pid', pid, `--fsize=${20 * 1024 * 1024 + 1024}`], process.getuid?.() === 0 ? { uid, gid } : {});
}
