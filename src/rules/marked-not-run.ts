/** Is a migration recorded whose effect is not in the database? */

import { flagOf } from '../base/flag.ts';
import { falselyRecorded } from '../compare/audit/falsely-recorded.ts';
import { editedRows } from '../compare/folder/edited.ts';
import { rowPlace } from '../compare/history/recorded.ts';
import { isThere, leftBehind, objectName } from '../compare/survivors.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'history',
  severity: 'error',
  title: 'A migration is recorded, and what it creates is not there',
  harm: 'Every tool says that the database is up to date, and the application fails on what is missing; the next migration that builds on it fails as well.',
  background:
    'It happens when a script records migrations without running them, when schema public is dropped and schema drizzle is kept, and when somebody drops objects by hand. Without an audit the sign is only that objects are missing: a function or a DO block may have dropped them on purpose. With doctor --audit it is proven, or nothing is said.',
  needs: ['sql', 'servers', 'standings'],
  wants: ['edits', 'audits'],
  *check({ sql, servers, standings, edits, audits }): Generator<Found> {
    const ranAnother = new Set(
      [...editedRows(standings, edits)].flatMap(({ recorded, edit, was }) =>
        was && edit.kind !== 'cosmetic' ? [`${recorded.environment}\n${recorded.of.migration.name}`] : [],
      ),
    );
    for (const [environment, read] of standings) {
      const server = servers.get(environment);
      if (!read.ok || !server?.ok || !read.value.table) continue;
      const proven = falselyRecorded(read.value, audits);
      yield* proven.found;
      const applied = read.value.migrations.filter((m) => m.rows.length > 0);
      const left = leftBehind(
        applied.map((m) => m.migration),
        sql,
      );
      for (const [i, { migration, objects }] of left.entries()) {
        const row = applied[i]?.rows[0]?.row;
        const absent = objects.filter((o) => !isThere(o, server.value));
        if (absent.length === 0 || !row || proven.told.has(migration.name)) continue;
        const all = absent.length === objects.length;
        yield {
          environment,
          subject: { migration: migration.name, ...(migration.file ? { file: migration.file } : {}) },
          says: `${migration.name} is recorded as applied, and ${all ? 'nothing' : `only ${objects.length - absent.length} of the ${objects.length} objects`} that it creates ${all ? 'is' : 'are'} there.`,
          evidence: [`not there: ${some(absent.map(objectName))}`, `recorded by ${rowPlace(read.value.table, row)}`],
          confidence: 'suspected',
          severity: all ? 'error' : 'warning',
          // Of a file that was edited after it ran the text that ran tells what to look for.
          ...(!all && ranAnother.has(`${environment}\n${migration.name}`) ? { because: 'edited-migration' } : {}),
        };
      }
    }
  },
  remedies: ({ environment, confidence, severity, subject }) => {
    const on = flagOf(environment);
    if (confidence !== 'proven')
      return [
        {
          name: 'audit',
          says: 'Needs audit: whether it ran has to be proven before anything is changed.',
          change: [],
          needs: 'audit',
          command: `npx tidemark audit${on}`,
        },
      ];
    const says =
      severity === 'warning'
        ? `Some of it is there, so it cannot run as it is. Bring the missing part by a migration of its own; or, when none of it counts: npx tidemark adopt${on} --not-run ${subject.migration}`
        : 'Take its row out, so that it is pending; migrate then runs it. The plan says what that would take away.';
    return [{ name: 'adopt', says, change: [], command: `npx tidemark ${severity === 'warning' ? 'audit' : 'adopt'}${on}` }];
  },
  advice:
    'Look who recorded it: a script that writes the table, a reset that kept schema drizzle. Do not delete the row before it is clear which part ran: parts that did would fail on the next run.',
});

const some = (names: string[]): string =>
  names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ');
