/** Would `drizzle-kit up` put a migration before the one it follows, because their times share a second? */
import { movesToNew } from '../compare/folder/kit.ts';
import { coverageOf } from '../compare/folder/snapshot-chain.ts';
import { movedName } from '../compare/history/upgrade.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'upgrade',
  severity: 'warning',
  title: 'drizzle-kit up would put a migration before the one it follows',
  harm: 'drizzle-kit up stops with "sorts before its parent" and moves nothing.',
  background:
    'Names of 1.0 folders know seconds only, so migrations of one second sort by their names, and those with an earlier time before all others.',
  needs: ['project', 'folder', 'migrations', 'snapshots'],
  *check({ project, folder, migrations, snapshots }) {
    if (folder.layout !== 'journal' || movesToNew(project).length === 0) return;
    const placed = coverageOf(folder, migrations, snapshots).flatMap(({ migration, snapshot }) => {
      const name = movedName(migration);
      return name !== null && snapshot?.head.ok ? [{ migration, name, head: snapshot.head.value }] : [];
    });
    const byId = new Map(placed.map((p) => [p.head.id, p]));
    for (const { migration, name, head } of placed) {
      const parent = byId.get(head.prevIds[0] ?? '');
      if (!parent || (name > parent.name && name.localeCompare(parent.name) > 0)) continue;
      yield {
        subject: {
          migration: migration.name,
          file: folder.journal?.path ?? folder.path,
          ...(migration.entry ? { line: migration.entry.line } : {}),
        },
        says: `${migration.name} follows ${parent.migration.name} and would sort before it: ${name} before ${parent.name}.`,
        evidence: [`when ${migration.when} and ${parent.migration.when}`],
      };
    }
  },
  advice:
    'Set `when` of the later one a second behind the earlier, and created_at of its row in every database to the same number: 0.x compares the two, 1.0 finds the row by its second.',
});
