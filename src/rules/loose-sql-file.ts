/** Does a SQL file lie beside the dated folders, where Drizzle 1.0 does not look? */
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { asideOf } from '../plans/files/aside.ts';

interface Loose extends Found {
  path: string;
  name: string;
}

export default rule({
  group: 'journal',
  severity: 'warning',
  title: 'A SQL file lies beside the migrations, and Drizzle 1.0 never runs it',
  harm: 'The table or column that it makes is missing wherever nobody ran it by hand.',
  background: 'Drizzle 1.0 runs <folder>/<time>_<name>/migration.sql and nothing else.',
  needs: ['project', 'folder'],
  *check({ project, folder }): Generator<Loose> {
    if (project.line !== '1.0' || folder.journal !== null) return;
    const dated = folder.layout === 'dated';
    const paths = dated
      ? folder.others.filter((p) => p.endsWith('.sql') && !p.slice(folder.path.length + 1).includes('/'))
      : folder.files.map((f) => f.path);
    for (const path of paths) {
      yield {
        subject: { file: path },
        says: `${path} lies in no folder of its own.`,
        evidence: dated ? [] : [`${folder.path} holds no dated folder`],
        path,
        name: path.slice(folder.path.length + 1, -'.sql'.length),
      };
    }
  },
  remedies: ({ path, name }, { folder }): Remedy[] => {
    const aside = asideOf(folder.path, path);
    const move = (where: string, says: string): Remedy['change'] => [{ kind: 'move', path, to: where, says }];
    return [
      {
        name: 'set-aside',
        says: `Move it to ${aside}, where no tool looks.`,
        change: move(aside, `Move ${path} out of the way of the migrations.`),
      },
      {
        name: 'list-it',
        says: `Only when nobody ran it by hand: let drizzle-kit make an empty migration with its snapshot, and put the text of ${path} into it.`,
        change: [],
        command: `npx drizzle-kit generate --custom --name=${plainName(name)}`,
      },
    ];
  },
});

/** What a shell takes as one word. */
const plainName = (name: string): string => name.replaceAll(/[^A-Za-z0-9_-]+/g, '-');
