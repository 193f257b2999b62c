/** One call through the pipeline that every face goes through, with the caller's project and connections in place of found ones. */
import type { MigrateData } from '../commands/migrate.ts';
import type { StatusData } from '../commands/status.ts';
import type { Environment } from '../model/index.ts';
import type { ReadProject } from '../read/config/project.ts';
import { whoRuns } from '../run/by.ts';
import type { Answer } from '../run/input.ts';
import type { Listener } from '../run/progress.ts';
import { recorder } from '../run/recorder.ts';
import type { Memory } from '../run/remembered.ts';
import { run } from '../run/run.ts';
import { Behind, type Migrated, type Pending } from './answers.ts';
import type { Config } from './config.ts';
import { madeOf } from './db.ts';
import type { Opener } from './opener.ts';
import { checked, environmentOf, flagsOf, projectOf } from './project.ts';
import { told } from './told.ts';

export async function migrate(db: unknown, config: Config, opener: Opener): Promise<Migrated> {
  const seen = recorder(checked(config).onProgress ?? undefined);
  const answer = done(await asked('migrate', db, config, opener, { tell: seen.tell }));
  const { recorded, migrations } = answer.data as MigrateData;
  const { host = '', database = '', role = '' } = answer.targets[0] ?? {};
  const before = [...seen.committed.keys()].filter((name) => !migrations.includes(name));
  return {
    applied: [...before, ...migrations].map((name) => ({ name, milliseconds: seen.committed.get(name) ?? seen.together() })),
    // What this call ran before it lost a race is recorded by now.
    recorded: recorded - before.length,
    waited: seen.waited(),
    receipt: answer.receipts.at(-1)?.id ?? null,
    target: { host, database, role },
  };
}

export async function pending(db: unknown, config: Config, opener: Opener): Promise<Pending[]> {
  return pendingIn(done(await asked('migrate', db, config, opener, { dryRun: true })));
}

export async function assertMigrated(db: unknown, config: Config, opener: Opener): Promise<void> {
  const answer = await asked('migrate', db, config, opener, { dryRun: true });
  if (!answer.problem) {
    const names = pendingIn(answer).map((p) => p.name);
    if (names.length > 0)
      throw new Behind(names, { why: 'This application was made for a database that has all of them.', fix: FIX });
    return;
  }
  if (answer.problem.code !== 'would-go-wrong') throw told(answer.problem);
  // What would stop the next run need not mean that the database is behind: a role that may only read is no reason not to start.
  const { data } = done(await asked('status', db, config, opener, {}));
  const rows = (data as StatusData).environments.flatMap((e) => (e.unread === undefined ? e.migrations : []));
  const names = rows.filter((row) => row.state !== 'applied').map((row) => row.name);
  const problem = told(answer.problem);
  if (rows.length === 0) throw problem;
  if (names.length > 0)
    throw new Behind(names, {
      why: `And migrate would not run them as it is: ${problem.why}`,
      fix: `${FIX}\n${problem.fix}`,
    });
}

const FIX = 'Run migrate(db, …) before the application starts, or: npx tidemark migrate';

const pendingIn = ({ plan }: Answer): Pending[] =>
  (plan?.steps ?? []).flatMap((step) =>
    step.kind === 'sql' && step.migration ? [{ name: step.migration.name, file: step.migration.file, sql: step.text }] : [],
  );

function done(answer: Answer): Answer {
  if (answer.problem) throw told(answer.problem);
  return answer;
}

interface How {
  dryRun?: boolean;
  tell?: Listener;
}

async function asked(
  command: string,
  db: unknown,
  config: Config,
  opener: Opener,
  { dryRun = false, tell }: How,
): Promise<Answer> {
  const given = checked(config);
  const { client, line } = madeOf(db);
  const { place, sessions } = opener(client);
  const environment = environmentOf(place, given);
  const project = projectOf(environment, line, given.migrationsFolder, place.secrets);
  const input = {
    cwd: process.cwd(),
    env: process.env,
    environments: [],
    positionals: [],
    flags: command === 'migrate' ? flagsOf(given) : new Map<string, string[]>(),
    yes: true,
    accept: [],
    on: [],
    dryRun,
    by: whoRuns(process.env),
    now: Date.now,
  };
  const handed = { project, open: sessions(environment), memory: memoryOf(client, project, environment) };
  return run(command, input, { tell: tell ?? (() => undefined), preview: () => undefined }, handed);
}

const memories = new WeakMap<object, Map<string, Memory>>();

/** One for each folder and table of a client, for as long as the client is there. */
function memoryOf(client: unknown, { project }: ReadProject, { table }: Environment): Memory {
  const owner = client as object;
  const { root = '', out = '', line = '' } = project.ok ? project.value : {};
  const key = JSON.stringify([root, out, line, table]);
  const own = memories.get(owner) ?? new Map<string, Memory>();
  memories.set(owner, own);
  const memory = own.get(key) ?? { known: null };
  own.set(key, memory);
  return memory;
}
