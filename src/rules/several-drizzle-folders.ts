/** Is there another Drizzle folder that no config points to? */
import { rule } from '../model/rule.ts';

export default rule({
  group: 'config',
  severity: 'warning',
  title: 'There is another folder of Drizzle migrations, and the config does not point to it',
  harm: 'A migration in the wrong folder never runs, and a tool that reads the other folder runs what this one does not know.',
  needs: ['project', 'folder', 'surroundings'],
  *check({ project, folder, surroundings }) {
    for (const other of surroundings.otherFolders) {
      // A package of its own, with a config of its own, is another project.
      if (surroundings.configs.some((c) => c !== project.drizzleConfig && owns(c, other, project.drizzleConfig))) continue;
      yield {
        subject: { file: other },
        says: `${other} holds Drizzle migrations too; the config points to ${folder.path}.`,
        evidence: surroundings.configs.length > 1 ? [`configs: ${surroundings.configs.join(', ')}`] : [],
      };
    }
  },
  advice:
    'Where both are of this database, make one of them: npx tidemark adopt --merge <folder> tries whether their migrations run behind one another, or whether one makes all that the other does. Where it is of another database, move it out of the project; npx tidemark status --out <folder> shows what is recorded of it.',
});

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** A config in a folder of its own owns what is below it; one beside ours is likely to be of another database. */
function owns(config: string, folder: string, ours: string | null): boolean {
  const place = folderOf(config);
  return folder.startsWith(place) && (place !== '' || folderOf(ours ?? '') === '');
}
