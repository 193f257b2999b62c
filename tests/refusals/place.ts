/** A project with one migration that will be refused, a database for it, and what was said. */
import { type Problem, retold } from '../../src/base/problem.ts';
import { migrate } from '../../src/index.ts';
import type { Line } from '../../src/model/project.ts';
import { problemText } from '../../src/report/problem.ts';
import { makeProject, type Project } from '../faults/project.ts';
import { type Link, link, sql } from '../faults/sql.ts';
import type { OwnServer } from '../servers.ts';
import type { Case } from './cases.ts';

export const DATABASE = 'refusals';
export const ROLE = 'deployer';

/** Empties the database, and gives the role that is no superuser what a deployment needs. */
export const RESET = `drop schema if exists drizzle cascade; drop schema if exists tidemark cascade; drop schema if exists billing cascade;
  drop schema public cascade; create schema public; grant create, usage on schema public to ${ROLE};
  grant create on database ${DATABASE} to ${ROLE}; alter role postgres in database ${DATABASE} reset all`;

export function projectOf(one: Pick<Case, 'sql' | 'first'> & { line?: Line }): Project {
  const chunks = typeof one.sql === 'string' ? [one.sql] : one.sql;
  const first = one.first === undefined ? [] : [{ name: '0000_teams', when: 1_700_000_000_000, chunks: [one.first] }];
  // 2023-11-14 22:15:00 UTC, as the stamp below.
  const name = one.line === '1.0' ? '20231114221500_change' : first.length > 0 ? '0001_change' : '0000_change';
  return makeProject({
    line: one.line ?? '0.x',
    seed: 0,
    migrations: [...first, { name, when: 1_700_000_100_000, chunks }],
  });
}

async function runFirst(url: string, one: Case): Promise<void> {
  const project = projectOf(one);
  project.put(project.history.migrations.slice(0, 1));
  project.aim(url);
  await migrate({ cwd: project.folder, env: {} });
  project.remove();
}

export async function provoke(server: OwnServer, one: Case): Promise<Problem> {
  const url = server.url(DATABASE);
  await sql(url, RESET);
  if (one.applied) await runFirst(url, one);
  if (one.before) await sql(url, one.before);
  const project = projectOf(one);
  const as = new URL(url);
  if (one.role) Object.assign(as, { username: ROLE, password: 'ship-it' });
  project.aim(as.href, { timeouts: { connect: 3_000, lock: 300, lockBudget: 3_000, ...one.timeouts } });
  const other = link(url);
  try {
    if (one.other?.hold) await other.query(`begin; ${one.other.hold}`);
    const [problem] = await Promise.all([refusedBy(project), afterASecond(other, one.other?.later)]);
    return problem;
  } finally {
    await other.end();
    project.remove();
  }
}

async function afterASecond(other: Link, text: string | undefined): Promise<void> {
  if (text === undefined) return;
  await new Promise((done) => setTimeout(done, 1_000));
  await other.query(text);
}

export async function refusedBy(project: Project): Promise<Problem> {
  try {
    const { verdict } = await migrate({ cwd: project.folder, env: {} });
    throw new Error(`it was not refused: ${verdict}`);
  } catch (error) {
    // Also of another copy of the class.
    if (error instanceof Error && error.name === 'Problem') return error as Problem;
    throw error;
  }
}

/** As a terminal of 100 columns shows it; what differs from run to run and from machine to machine has a name instead. */
export function told(problem: Problem, server: OwnServer): string {
  const named = retold(problem, (text) =>
    text
      .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>')
      .replaceAll(`-p ${server.port}`, '-p <port>')
      .replaceAll(/pid \d+/g, 'pid <pid>')
      .replaceAll(/"base\/[\d/]+"/g, '"base/<file>"')
      .replaceAll(/"\/[^"]*\/extension\//g, '"<folder>/extension/')
      .replaceAll(/(Process|transaction|relation|database) \d+/g, '$1 <n>')
      .replaceAll(/wrote only \d+ of \d+ bytes at block \d+/g, 'wrote only <n> bytes')
      .replaceAll(/\b\d+ s\b/g, '<n> s'),
  );
  return problemText(named, { columns: 100, color: false, unicode: true, secrets: [] });
}
