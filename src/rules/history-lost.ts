/** Are the tables of the migrations there, and no row says that they ran? */

import { flagOf } from '../base/flag.ts';
import { executedIn } from '../compare/audit/executed-in.ts';
import { fitOf } from '../compare/history/own-history.ts';
import { tableName } from '../compare/history/recorded.ts';
import { isThere, leftBehind, objectName } from '../compare/survivors.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'history',
  severity: 'error',
  stops: true,
  title: 'The history is empty, and what the migrations create seems to be there',
  harm: 'The next migrate runs everything from the first migration on, and ends at the first table that exists.',
  background:
    'It happens after drizzle-kit push, which keeps no history, after a restore of schema public alone, and when somebody deletes the rows to "start over". That a table exists does not say which migrations ran: rows are never written for that reason.',
  needs: ['project', 'intended', 'sql', 'servers', 'histories', 'standings'],
  wants: ['audits'],
  *check({ project, intended, sql, servers, histories, standings, audits }): Generator<Found> {
    for (const [environment, read] of standings) {
      const server = servers.get(environment);
      const history = histories.get(environment);
      if (!read.ok || !server?.ok || !history?.ok || (read.value.table?.rows.length ?? 0) > 0) continue;
      const objects = leftBehind(
        intended.map((i) => i.migration),
        sql,
      ).flatMap((l) => l.objects.filter((o) => o.kind === 'table'));
      const there = objects.filter((o) => isThere(o, server.value));
      if (there.length === 0) continue;
      const elsewhere = history.value.others.some((o) => fitOf(o, environment, project.line, intended).rows > 0);
      const table = tableName(history.value.configured);
      const ran = executedIn(audits, environment);
      if (ran?.nothing) continue;
      yield {
        environment,
        subject: { object: table },
        says: `${table} ${read.value.table ? 'has no row' : 'does not exist'}, and ${ran?.proven.length ? `${ran.proven.length} of the ${intended.length} migrations were executed` : `${there.length} of the ${objects.length} tables that the migrations create are there`}.`,
        evidence: [
          ...(ran?.proven.length ? [`executed (proven on ${ran.engine}): ${some(ran.proven)}`] : []),
          `there: ${some(there.map(objectName))}`,
          ...(there.length < objects.length
            ? [`not there: ${some(objects.filter((o) => !there.includes(o)).map(objectName))}`]
            : []),
        ],
        confidence: ran?.proven.length ? 'proven' : 'suspected',
        ...(elsewhere ? { because: 'history-elsewhere' } : {}),
      };
    }
  },
  remedies: ({ environment }) => {
    const on = flagOf(environment);
    return [
      {
        name: 'adopt',
        says: 'Record what an audit proves to have run; what it cannot prove it asks of you, by name.',
        change: [],
        command: `npx tidemark adopt${on}`,
      },
      {
        name: 'state',
        says: 'Or state by name what you know to have run, one --ran for each migration; it is recorded as stated by you.',
        change: [],
        command: `npx tidemark rebuild-history${on} --ran <migration>`,
      },
    ];
  },
  advice:
    'When the rows lie in a backup, restore the table from there. When the database came from push, compare it with the newest snapshot first.',
});

const some = (names: string[]): string =>
  names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ');
