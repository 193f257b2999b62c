/** Are there SQL files and no journal that lists them? */
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { rebuild } from '../plans/rows/rebuild.ts';

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: 'The folder has SQL files but no journal, so Drizzle runs none of them',
  harm: 'Every migrate stops before its first query with "Can\'t find meta/_journal.json file".',
  background:
    'Drizzle 0.x never looks which SQL files there are: it runs what meta/_journal.json lists. The folder meta belongs in git, and into the image, with the SQL.',
  needs: ['project', 'folder'],
  wants: ['histories'],
  *check({ project, folder }): Generator<Found> {
    if (
      !folder.present ||
      folder.layout !== 'journal' ||
      folder.journal !== null ||
      folder.files.length === 0 ||
      project.line !== '0.x'
    )
      return;
    yield {
      subject: { file: `${folder.path}/meta/_journal.json` },
      says: `${folder.path} holds ${folder.files.length} SQL ${folder.files.length === 1 ? 'file' : 'files'}, and no meta/_journal.json.`,
      evidence: folder.files.slice(0, 4).map((f) => f.path),
    };
  },
  remedies: (_, { folder, histories }) => [rebuild(folder, `${folder.path}/meta/_journal.json`, histories)],
  advice:
    'When git has the journal, take it from there: git checkout HEAD -- <folder>/meta/_journal.json. Look into .gitignore, .dockerignore and the Dockerfile for what left it out.',
});
