/** What does the project's drizzle-kit make of schema.ts, from nothing: statements, and the snapshot beside them? */
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import type { Project, Read } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { piecesOf } from '../../sql/breakpoints.ts';
import { inTemporary } from '../temporary.ts';
import { generate, installedKit, lastWords } from './drizzle-kit.ts';

export interface Generated {
  statements: string[];
  /** The file as drizzle-kit wrote it, with ids of its own drawing. */
  snapshot: string;
}

const EMPTY_JOURNAL = JSON.stringify({ version: '7', dialect: 'postgresql', entries: [] });

/** Not ok, too, where the schema says nothing: drizzle-kit writes no snapshot of it. */
export async function generatedSchema(project: Project): Promise<Read<Generated>> {
  if (project.schema.length === 0) return { ok: false, why: 'drizzle.config names no schema', absent: true };
  const kit = installedKit(project.root);
  if (!kit.ok) return kit;
  if (kit.value.line !== project.line)
    return { ok: false, why: `drizzle-kit ${kit.value.version} is not of the line that this folder is of` };
  return inTemporary<Read<Generated>>(async (folder) => {
    const before = new Set(['meta', 'drizzle.config.js']);
    if (kit.value.line === '0.x') {
      await fs.mkdir(join(folder, 'meta'));
      await fs.writeFile(join(folder, 'meta', '_journal.json'), EMPTY_JOURNAL);
    }
    const told = await generate(project, kit.value, folder, true);
    if (!told.ok) return told;
    const made = (await fs.readdir(folder)).find((name) => !before.has(name));
    if (made === undefined) return { ok: false, why: `drizzle-kit generate wrote nothing: ${lastWords(told.value)}` };
    const dated = kit.value.line === '1.0';
    const sql = await fs.readFile(dated ? join(folder, made, 'migration.sql') : join(folder, made), 'utf8');
    const at = dated ? join(folder, made, 'snapshot.json') : join(folder, 'meta', `${made.split('_')[0]}_snapshot.json`);
    const statements = piecesOf(sql).flatMap((piece) => piece.text.trim() || []);
    return got({ statements, snapshot: await fs.readFile(at, 'utf8') });
  });
}
