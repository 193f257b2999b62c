/** Does a migration sort before the one that it follows? */
import { linksOf } from '../compare/folder/snapshot-chain.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'snapshots',
  severity: 'error',
  title: 'A migration sorts before the one it builds on',
  harm: 'drizzle-kit generate, check and migrate stop; the migrator of drizzle-orm runs it first, on an empty database before the tables that it changes are there.',
  background:
    'drizzle-kit orders names by code units (B before _ before a), drizzle-orm by the rules of the language (_ before a before B); a migration has to come after its parent in both.',
  needs: ['folder', 'snapshots'],
  *check({ folder, snapshots }) {
    if (folder.layout !== 'dated') return;
    const links = linksOf(snapshots);
    const byId = new Map(links.map((l) => [l.head.id, l.snapshot.key]));
    for (const { snapshot, head } of links) {
      const parent = head.prevIds
        .map((id) => byId.get(id))
        .find((key) => key !== undefined && !(snapshot.key > key && snapshot.key.localeCompare(key) > 0));
      if (parent === undefined) continue;
      yield {
        subject: { migration: snapshot.key, file: snapshot.path },
        says: `${snapshot.key} builds on ${parent} and sorts before it.`,
        evidence: [`${snapshot.path}: prevIds names the snapshot of ${parent}`],
      };
    }
  },
  advice:
    'Give the folder a later time. Its name is what databases remember: where it has run, the row needs the new name too, so rename it only while no database has it, or change both together.',
});
