/** Does a SQL file lie beside the dated folders, where Drizzle 1.0 does not look? */
import { digitsAt, nextSecond } from '../compare/dated-name.ts';
import { FIRST, rowMillis, seenIn } from '../compare/seen.ts';
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { asideOf } from '../plans/aside.ts';

interface Loose extends Found {
  path: string;
  name: string;
  place: number;
}

export default rule({
  group: 'journal',
  severity: 'warning',
  title: 'A SQL file lies beside the migrations, and Drizzle 1.0 never runs it',
  harm: 'The table or column that it makes is missing wherever nobody ran it by hand.',
  background: 'Drizzle 1.0 runs <folder>/<time>_<name>/migration.sql and nothing else.',
  needs: ['project', 'folder', 'migrations'],
  wants: ['standings'],
  *check({ project, folder }): Generator<Loose> {
    if (project.line !== '1.0' || folder.journal !== null) return;
    const dated = folder.layout === 'dated';
    const paths = dated ? folder.others.filter((p) => p.endsWith('.sql') && !p.slice(folder.path.length + 1).includes('/')) : folder.files.map((f) => f.path);
    for (const [place, path] of paths.entries()) {
      yield { subject: { file: path }, says: `${path} lies in no folder of its own.`, evidence: dated ? [] : [`${folder.path} holds no dated folder`], path, name: path.slice(folder.path.length + 1, -'.sql'.length), place };
    }
  },
  remedies: ({ path, name, place }, { folder, migrations, standings }): Remedy[] => {
    const seen = seenIn(standings);
    const rows = seen.read.flatMap((s) => s.table?.rows ?? []).flatMap((r) => rowMillis(r.createdAt) ?? []);
    const moments = [...migrations.flatMap((m) => m.when ?? []), ...rows, FIRST].filter((ms) => ms < 8.64e15);
    const at = digitsAt(nextSecond(moments) + place * 1000);
    const to = `${folder.path}/${at}_${name}/migration.sql`;
    const aside = asideOf(folder.path, path);
    const move = (where: string, says: string): Remedy['change'] => [{ kind: 'move', path, to: where, says }];
    return [
      { name: 'set-aside', says: `Move it to ${aside}, where no tool looks.`, change: move(aside, `Move ${path} out of the way of the migrations.`) },
      { name: 'list-it', says: `Make a migration of it, ${to}: every environment runs it next. Only when nobody ran it by hand.`, change: move(to, `Make ${path} a migration.`) },
    ];
  },
});
