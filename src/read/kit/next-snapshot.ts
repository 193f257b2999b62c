/** The snapshot that drizzle-kit would write behind the newest one: asked in a copy of the folder. */
import { promises as fs } from 'node:fs';
import { resolve } from 'node:path';
import type { Folder, NextSnapshot, Project, Read } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { inTemporary } from '../temporary.ts';
import { kitFor, lineOfLayout } from './drizzle-kit.ts';
import { generatedIn } from './generated-schema.ts';

/** What schema.ts says, when it says something new; else what the newest snapshot says, as `generate --custom` writes it. */
export async function nextSnapshot(project: Project, folder: Folder): Promise<Read<NextSnapshot>> {
  const kit = kitFor(project, lineOfLayout(folder.layout));
  if (!kit.ok) return kit;
  return inTemporary<Read<NextSnapshot>>(async (copy) => {
    if (folder.present) await fs.cp(resolve(project.root, folder.path), copy, { recursive: true });
    for (const custom of [false, true]) {
      const made = await generatedIn(copy, project, kit.value, { custom });
      if (!made.ok) return made;
      if (made.value) return got({ text: made.value.snapshot, ahead: !custom });
    }
    return { ok: false, why: 'drizzle-kit generate --custom wrote nothing' };
  });
}
