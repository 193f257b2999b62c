/** A project's legacy histories, read the way commands read them, and told in lines. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openSession } from '../../src/drivers/index.ts';
import type { Session } from '../../src/drivers/session.ts';
import type { LegacyHistory, Read } from '../../src/model/index.ts';
import { readProject } from '../../src/read/config/project.ts';
import { look } from '../../src/read/evidence.ts';

export const CONFIG = { dialect: 'postgresql', schema: './schema.ts', out: './drizzle' };

/** With a drizzle.config.json of its own unless it has one; `urls` by environment. */
export async function legaciesOf(dir: string, urls: Record<string, string>): Promise<Map<string, Read<LegacyHistory[]>>> {
  const environments = Object.entries(urls).map(([name, url]) => `${name}: { url: ${JSON.stringify(url)} }`);
  writeFileSync(join(dir, 'tidemark.config.mjs'), `export default { environments: { ${environments.join(', ')} } };\n`);
  const project = await readProject({ cwd: dir, env: { DATABASE_URL: Object.values(urls)[0] } });
  if (!project.environments.ok) throw new Error(project.environments.why);
  const sessions = new Map<string, Promise<Session>>();
  try {
    const { readings } = await look(['legacies'], {
      project,
      cwd: dir,
      environments: project.environments.value,
      open: (environment) => {
        const held = sessions.get(environment.name) ?? openSession(environment, { mode: 'read', applicationName: 'test' });
        sessions.set(environment.name, held);
        return held;
      },
      now: () => 0,
    });
    if (!readings.legacies?.ok) throw new Error(readings.legacies?.why);
    return new Map(readings.legacies.value);
  } finally {
    for (const session of sessions.values()) await (await session).close();
  }
}

export async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, ssl: false });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

export const textOf = (path: string): string => readFileSync(path, 'utf8');

/** One line a history, a file, an orphan row, a note. */
export function told(history: LegacyHistory): string[] {
  const { tool, table, folder, standings, orphanRows, notes } = history;
  const part = (text: string, place: { offset: number; length: number }) =>
    JSON.stringify(text.slice(place.offset, place.offset + place.length).trim());
  return [
    `${tool}: ${table ? `${table.schema}.${table.name}` : 'no table'}, ${folder ?? 'no folder'}`,
    ...standings.map(({ file, row, state, edited, why }) =>
      [
        `  ${file.path} [${file.version}] ${state}`,
        row ? `row ${row.position + 1}${row.at === null ? '' : ` at ${row.at}`}` : 'no row',
        ...(edited ? ['edited'] : []),
        ...(why === undefined ? [] : [`(${why})`]),
        ...(file.up && file.content.ok && file.content.value.text.includes('own')
          ? [part(file.content.value.text, file.up)]
          : []),
      ].join(', '),
    ),
    ...orphanRows.map((row) => `  orphan row ${row.position + 1} ${row.version} ${row.name}`),
    ...notes.map((note) => `  note: ${note}`),
  ];
}
