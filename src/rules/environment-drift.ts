/** Is an environment what the migrations make that it records? */

import { flagOf } from '../base/flag.ts';
import { driftRoots } from '../compare/audit/drift-roots.ts';
import { auditedIn } from '../compare/audit/own-audit.ts';
import { differenceWords, objectWords } from '../compare/catalogs/declared.ts';
import { replayed } from '../compare/catalogs/verified.ts';
import type { Found } from '../model/index.ts';
import { got, keyOf } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'history',
  severity: 'error',
  title: 'A database is not what the migrations make that it records',
  harm: 'What was tried elsewhere does not hold there: the next migration fails on what is missing or in the way, and a database that is made anew from the folder lacks what this one has.',
  needs: ['project', 'catalogs', 'standings', 'replay'],
  wants: ['audits'],
  *check({ project, catalogs, standings, replay, audits }): Generator<Found> {
    for (const [name, catalog] of catalogs) {
      const standing = standings.get(name);
      if (!standing?.ok || !catalog.ok || !standing.value.table) continue;
      const { environment } = replayed({ name, catalog, standing: standing.value }, got(replay));
      const audited = auditedIn({ audits }, name);
      const roots = audited.ok ? driftRoots(audited.value, standing.value, project.line) : new Map<string, string>();
      for (const d of environment.differences) {
        if (d.class !== 'structural' || d.within) continue;
        const object = objectWords(d);
        const is =
          d.is === 'left-only'
            ? 'is not there'
            : d.is === 'right-only'
              ? 'is there, and no migration makes it'
              : 'is not as the migrations make it';
        yield {
          environment: name,
          subject: { object },
          says: `${object} ${is}.`,
          evidence: [
            ...(d.is === 'changed' || d.is === 'renamed' ? [differenceWords(d, 'the migrations', name)] : []),
            `held against ${project.out}/ after ${environment.expected}, replayed on ${replay.engine}`,
          ],
          confidence: 'proven',
          ...because(roots.get(keyOf(d.kind, d.id))),
        };
      }
    }
  },
  remedies: ({ environment }) => [
    {
      name: 'reconcile',
      says: 'What is missing is made, and what is there besides becomes a migration of the folder. Nothing is dropped that you do not name.',
      change: [],
      command: `npx tidemark reconcile${flagOf(environment)}`,
    },
  ],
});

const because = (rule: string | undefined): { because?: string } => (rule === undefined ? {} : { because: rule });
