/** A project with a history in it, as drizzle-kit's `generate --custom` of that line leaves one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { History, Made } from './histories.ts';
import { textOf } from './histories.ts';

export interface Project {
  folder: string;
  /** The migrations folder. */
  out: string;
  history: History;
  /** Which database `migrate` is to change, and what else the environment says. */
  aim(url: string, more?: Record<string, unknown>): void;
  write(path: string, text: string): void;
  /** Puts these migrations there instead. */
  put(migrations: readonly Made[]): void;
  remove(): void;
}

const VERSIONS = { '0.x': ['0.45.4', '0.31.11'], '1.0': ['1.0.0-rc.5', '1.0.0-rc.5'] } as const;
const NIL = '00000000-0000-0000-0000-000000000000';
const uuid = (i: number): string => (i < 0 ? NIL : `00000000-0000-4000-8000-${String(i + 1).padStart(12, '0')}`);
const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** Short waits, so that a run that cannot go on says so within seconds. */
export const TIMEOUTS = { connect: 5_000, lock: 300, lockBudget: 20_000 };

export function makeProject(history: History, config: Record<string, unknown> = {}, prefix = 'tidemark-faults-'): Project {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const out = join(folder, 'drizzle');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const [orm, kit] = VERSIONS[history.line];
  write('package.json', json({ private: true, dependencies: { 'drizzle-orm': orm }, devDependencies: { 'drizzle-kit': kit } }));
  // Evaluated without a process of its own.
  write('drizzle.config.json', json({ dialect: 'postgresql', schema: './schema.ts', out: './drizzle', ...config }));
  write('schema.ts', 'export {};\n');
  const project: Project = {
    folder,
    out,
    history,
    write,
    aim: (url, more = {}) => write('tidemark.config.json', json({ environments: { dev: { url, timeouts: TIMEOUTS, ...more } } })),
    put(migrations) {
      rmSync(out, { recursive: true, force: true });
      if (history.line === '1.0') dated(migrations, write);
      else journal(migrations, write);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  project.put(history.migrations);
  return project;
}

type Write = Project['write'];

function journal(migrations: readonly Made[], write: Write): void {
  const entries = migrations.map(({ name, when }, idx) => ({ idx, version: '7', when, tag: name, breakpoints: true }));
  write('drizzle/meta/_journal.json', json({ version: '7', dialect: 'postgresql', entries }));
  const none = { tables: {}, enums: {}, schemas: {}, views: {}, sequences: {}, roles: {}, policies: {} };
  const meta = { _meta: { columns: {}, schemas: {}, tables: {} } };
  migrations.forEach((made, i) => {
    write(`drizzle/${made.name}.sql`, textOf(made));
    const head = { id: uuid(i), prevId: uuid(i - 1), version: '7', dialect: 'postgresql' };
    write(`drizzle/meta/${made.name.slice(0, 4)}_snapshot.json`, json({ ...head, ...none, ...meta }));
  });
}

function dated(migrations: readonly Made[], write: Write): void {
  migrations.forEach((made, i) => {
    write(`drizzle/${made.name}/migration.sql`, textOf(made));
    const head = { version: '9', dialect: 'postgres', id: uuid(i), prevIds: [uuid(i - 1)], footprints: [] };
    const snapshot = i === 0 ? { type: 'base', ...head, ddl: [] } : { type: 'diff', ...head, deltas: [] };
    write(`drizzle/${made.name}/snapshot.json`, json(snapshot));
  });
}
