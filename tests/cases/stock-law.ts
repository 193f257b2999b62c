/** 8. Afterwards, on copies, the stock tools of the project's line agree with the folder and the databases. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../src/model/target.ts';
import { readProject } from '../../src/read/config/project.ts';
import { drizzleReads, kitCheck, kitGenerate, stockMigrate, stockProject } from '../stock.ts';
import type { Case } from './case.ts';
import { filesOf } from './dump.ts';
import type { Place } from './place.ts';

export const CHECKS = ['migrate', 'rows', 'check', 'generate'] as const;
export type Check = (typeof CHECKS)[number];

/** What does not hold, each with what the stock tool said. The databases are changed: they belong to this law. */
export async function disagreements(one: Case, place: Place): Promise<Map<Check, string>> {
  const out = new Map<Check, string>();
  await stockProject(one.line, place.project);
  const read = await readProject({ cwd: place.project, env: place.variables });
  const project = read.project.ok ? read.project.value : null;
  if (!project) throw new Error('the project cannot be read after the repair');
  const folder = join(place.project, project.out);
  const config = project.drizzleConfig ? [`--config=${project.drizzleConfig}`] : [];
  const env = place.variables;
  const [checked] = await Promise.all([
    kitCheck(one.line, place.project, { env }),
    generates(one, place, config, env, out),
    (async () => {
      for (const environment of read.environments.ok ? read.environments.value : [])
        await migrates(one, place, environment, folder, out);
    })(),
  ]);
  if (checked.code !== 0 || !/Everything's fine/.test(checked.out)) out.set('check', checked.out);
  return out;
}

async function generates(
  one: Case,
  place: Place,
  config: string[],
  env: Record<string, string>,
  out: Map<Check, string>,
): Promise<void> {
  const copy = join(place.folder, 'generate');
  cpSync(place.project, copy, { recursive: true, verbatimSymlinks: true });
  const before = [...filesOf(copy)];
  const told = await kitGenerate(one.line, copy, config, { env, clock: Date.UTC(2026, 0, 16) });
  if (told.code !== 0 || JSON.stringify([...filesOf(copy)]) !== JSON.stringify(before)) out.set('generate', told.out);
}

async function migrates(
  one: Case,
  place: Place,
  environment: Environment,
  folder: string,
  out: Map<Check, string>,
): Promise<void> {
  const database = place.databases.get(environment.name);
  if (!database) return;
  const { schema, name } = environment.table;
  const { error } = await stockMigrate(one.line, place.project, folder, { url: database.url }, { table: name, schema });
  if (error !== null) out.set('migrate', `${environment.name}: ${error}`);
  const rows = await database.query(`select to_jsonb(t)::text as row from "${schema}"."${name}" t`);
  const text = (r: { hash: unknown; created_at?: unknown; when?: unknown; name?: unknown }): string =>
    [r.hash, r.when ?? r.created_at, ...(one.line === '1.0' ? [r.name] : [])].map(String).join(' ');
  const recorded = rows.map(({ row }) => text(JSON.parse(row ?? '{}'))).sort();
  let wanted: string[];
  try {
    wanted = drizzleReads(one.line, folder).map(text).sort();
  } catch (thrown) {
    out.set('rows', String(thrown));
    return;
  }
  if (recorded.join('\n') !== wanted.join('\n'))
    out.set('rows', `${environment.name} has\n${recorded.join('\n')}\nDrizzle reads\n${wanted.join('\n')}`);
}
