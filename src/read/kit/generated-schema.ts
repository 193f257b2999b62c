/** What does the project's drizzle-kit make of schema.ts, in a folder or from nothing: statements, and the snapshot beside them? */
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import type { Line, Project, Read } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { piecesOf } from '../../sql/breakpoints.ts';
import { inTemporary } from '../temporary.ts';
import { generate, type Kit, kitFor, lastWords } from './drizzle-kit.ts';

/** The files as drizzle-kit wrote them, the snapshot with ids of its own drawing. */
export interface Written {
  sql: string;
  snapshot: string;
}

/** What `generate` adds to this folder; null: nothing, since the schema says nothing new. */
export async function generatedIn(
  folder: string,
  project: Project,
  kit: Kit,
  { breakpoints = project.breakpoints, custom = false } = {},
): Promise<Read<Written | null>> {
  const before = new Set([...(await fs.readdir(folder)), 'drizzle.config.js']);
  const told = await generate(project, kit, folder, breakpoints, custom);
  if (!told.ok) return told;
  const made = (await fs.readdir(folder)).find((name) => !before.has(name));
  if (made !== undefined) return got(await written(folder, kit.line, made));
  // 0.31 ends with status 0 whatever happened, so only its words tell.
  if (told.value.includes('No schema changes')) return got(null);
  return { ok: false, why: `drizzle-kit generate wrote nothing: ${lastWords(told.value)}` };
}

async function written(folder: string, line: Line, made: string): Promise<Written> {
  const read = (...path: string[]): Promise<string> => fs.readFile(join(folder, ...path), 'utf8');
  if (line === '1.0') return { sql: await read(made, 'migration.sql'), snapshot: await read(made, 'snapshot.json') };
  return { sql: await read(made), snapshot: await read('meta', `${made.split('_')[0]}_snapshot.json`) };
}

export interface Generated {
  statements: string[];
  snapshot: string;
}

/** null: the schema says nothing. The filters of the config are for `push` and `pull`; `generate` of either line does not look at them. */
export const generatedFromNothing = (project: Project, kit: Kit): Promise<Read<Generated | null>> =>
  inTemporary<Read<Generated | null>>(async (folder) => {
    if (kit.line === '0.x') {
      await fs.mkdir(join(folder, 'meta'));
      await fs.writeFile(join(folder, 'meta', '_journal.json'), EMPTY_JOURNAL);
    }
    const made = await generatedIn(folder, project, kit, { breakpoints: true });
    if (!made.ok) return made;
    if (!made.value) return got(null);
    const { sql, snapshot } = made.value;
    return got({ statements: piecesOf(sql).flatMap((piece) => piece.text.trim() || []), snapshot });
  });

const EMPTY_JOURNAL = JSON.stringify({ version: '7', dialect: 'postgresql', entries: [] });

/** By the kit of the folder's own line. Not ok, too, where the schema says nothing: drizzle-kit writes no snapshot of it. */
export async function generatedSchema(project: Project): Promise<Read<Generated>> {
  const kit = kitFor(project, project.line);
  if (!kit.ok) return kit;
  const made = await generatedFromNothing(project, kit.value);
  if (!made.ok) return made;
  return made.value ? got(made.value) : { ok: false, why: 'schema.ts says nothing' };
}
