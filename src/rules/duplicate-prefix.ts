/** Do two migrations have the same number? */

import { isOrphan } from '../compare/folder/lost-file.ts';
import { prefixOf } from '../compare/folder/numbers.ts';
import type { Change, Found, Migration, Read, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { setField } from '../plans/files/journal-edit.ts';

interface SameNumber extends Found {
  prefix: string;
  names: string[];
}

const listedOnes = (migrations: Read<Migration[]>): Migration[] => (migrations.ok ? migrations.value : []);

export default rule({
  group: 'order',
  severity: 'note',
  title: 'Two migrations have the same number',
  harm: 'Their snapshots have one name, so one of the two is lost, and the names do not tell in which order they run.',
  background:
    'Both branches took the next number. Databases do not know these numbers: Drizzle 0.x goes by the order of the journal and by the times in it.',
  needs: ['folder'],
  wants: ['migrations', 'journal'],
  *check({ folder, migrations }): Generator<SameNumber> {
    if (folder.layout !== 'journal') return;
    const orphan = isOrphan(listedOnes(migrations));
    const counted = folder.files.filter((f) => !migrations.ok || !orphan(f)).map((f) => f.name);
    const order = new Map(listedOnes(migrations).map((m) => [m.name, m.position]));
    const groups = new Map<string, string[]>();
    for (const name of counted) {
      const prefix = prefixOf(name);
      if (prefix !== null) groups.set(prefix, [...(groups.get(prefix) ?? []), name]);
    }
    for (const [prefix, group] of groups) {
      if (group.length < 2) continue;
      const names = group.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
      yield {
        subject: { file: `${folder.path}/${prefix}_*.sql` },
        says: `${names.join(' and ')} have the same number.`,
        evidence: names.map((n) => `${folder.path}/${n}.sql`),
        prefix,
        names,
      };
    }
  },
  remedies: ({ names }, { folder, journal, migrations }): Remedy[] => {
    const all = listedOnes(migrations);
    const last = all.at(-1);
    const name = names.at(-1);
    if (!journal.ok || !last?.entry || last.name !== name || names.length !== 2 || !last.sql.ok) return [];
    const highest = Math.max(...folder.files.map((f) => Number(prefixOf(f.name) ?? -1)));
    const now = `${String(highest + 1).padStart(4, '0')}${last.name.slice(last.name.indexOf('_'))}`;
    const { file } = journal.value;
    const says = `Call the last one ${now}; its text and its time stay, so no database notices.`;
    const idx = last.entry.fields.get('idx')?.value;
    const change: Change[] = [{ kind: 'move', path: `${folder.path}/${last.name}.sql`, to: `${folder.path}/${now}.sql`, says }];
    for (const edit of setField(file, last.position, 'tag', now)) change.push({ kind: 'edit', path: file.path, edit, says });
    if (idx !== highest + 1)
      for (const edit of setField(file, last.position, 'idx', highest + 1))
        change.push({ kind: 'edit', path: file.path, edit, says });
    return [{ name: 'renumber', says, change }];
  },
  advice: 'When both are behind you, leave them: renaming what everybody has helps nobody. Acknowledge it.',
});
