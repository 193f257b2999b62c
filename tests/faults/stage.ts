/** A small project of given texts aimed at a database of its own: what the twelve cases and the races are played on. */
import type { Line } from '../../src/model/project.ts';
import { createDatabase, dropDatabase, type Server } from '../servers.ts';
import { historyOf } from './histories.ts';
import { look, type Seen } from './oracle.ts';
import { makeProject, type Project } from './project.ts';
import { cli, inProcess, type Runner, type Said } from './runner.ts';
import { type Link, link } from './sql.ts';

export interface Stage {
  line: Line;
  server: Server;
  project: Project;
  at: Link;
  /** File of migration i, as a message names it. */
  file(i: number): string;
  name(i: number): string;
  /** Starts `tidemark migrate` and what is behind it. */
  start(...args: string[]): Runner;
  migrate(...args: string[]): Promise<Said>;
  /** The same without a process of its own, where only what it does is of interest. */
  quickly(): Promise<Said>;
  /** Only the first n migrations are applied; all of them are there. */
  prepare(n: number): Promise<void>;
  look(): Promise<Seen>;
  remove(): Promise<void>;
}

export async function makeStage(line: Line, server: Server, texts: readonly (string | string[])[]): Promise<Stage> {
  const history = historyOf(line, texts);
  const project = makeProject(history);
  const url = await createDatabase(server);
  project.aim(url);
  const at = link(url);
  const name = (i: number): string => history.migrations[i]?.name ?? '';
  const start = (...args: string[]): Runner => cli(project.folder, ['migrate', ...args]);
  return {
    line,
    server,
    project,
    at,
    name,
    file: (i) => (line === '1.0' ? `${name(i)}/migration.sql` : `${name(i)}.sql`),
    start,
    migrate: (...args) => start(...args).ended,
    quickly: () => inProcess(project.folder),
    async prepare(n) {
      project.put(history.migrations.slice(0, n));
      const said = await inProcess(project.folder);
      if (said.exit !== 0) throw new Error(`the first ${n} were not applied: ${said.text}`);
      project.put(history.migrations);
    },
    look: () => look(at),
    async remove() {
      await at.end();
      project.remove();
      await dropDatabase(server, url);
    },
  };
}

/** Waits while table `gate` is there: a statement that a test can find running. */
export const WHILE_GATE = `DO $$ BEGIN IF to_regclass('public.gate') IS NOT NULL THEN PERFORM pg_sleep(60); END IF; END $$;`;

/** Pid of our backend that waits in WHILE_GATE. */
export const inGate = `select pid from pg_stat_activity where datname = current_database() and application_name like 'tidemark%'
  and state = 'active' and wait_event = 'PgSleep'`;
