/** The snapshot that drizzle-kit would write behind the newest one: asked in a copy of the folder. */
import { promises as fs } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Folder, NextSnapshot, Project, Read } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { inTemporary } from '../temporary.ts';
import { generate, installedKit, lastWords } from './drizzle-kit.ts';

/** What schema.ts says, when it says something new; else what the newest snapshot says, as `generate --custom` writes it. */
export async function nextSnapshot(project: Project, folder: Folder): Promise<Read<NextSnapshot>> {
  if (project.schema.length === 0) return { ok: false, why: 'drizzle.config names no schema', absent: true };
  const kit = installedKit(project.root);
  if (!kit.ok) return kit;
  if (kit.value.line !== (folder.layout === 'dated' ? '1.0' : '0.x'))
    return { ok: false, why: `drizzle-kit ${kit.value.version} does not read a folder of this layout` };
  return inTemporary<Read<NextSnapshot>>(async (copy) => {
    if (folder.present) await fs.cp(resolve(project.root, folder.path), copy, { recursive: true });
    const before = new Set(await snapshotsIn(copy, folder));
    for (const custom of [false, true]) {
      const told = await generate(project, kit.value, copy, project.breakpoints, custom);
      if (!told.ok) return told;
      const made = (await snapshotsIn(copy, folder)).find((path) => !before.has(path));
      if (made !== undefined) return got({ text: await fs.readFile(join(copy, made), 'utf8'), ahead: !custom });
      // 0.31 ends with status 0 whatever happened, so only its words tell.
      if (!told.value.includes('No schema changes'))
        return { ok: false, why: `drizzle-kit generate wrote nothing: ${lastWords(told.value)}` };
    }
    return { ok: false, why: 'drizzle-kit generate --custom wrote nothing' };
  });
}

async function snapshotsIn(copy: string, { layout }: Folder): Promise<string[]> {
  const names = await fs.readdir(layout === 'dated' ? copy : join(copy, 'meta'));
  return layout === 'dated'
    ? names.filter((name) => !name.includes('.')).map((name) => join(name, 'snapshot.json'))
    : names.filter((name) => name.endsWith('_snapshot.json')).map((name) => join('meta', name));
}
