/** Will drizzle-kit generate take a number that is taken already? */
import { prefixOf } from '../compare/folder/numbers.ts';
import type { Found, JournalEntry, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { setField } from '../plans/files/journal-edit.ts';

interface Taken extends Found {
  last: JournalEntry;
  highest: number;
}

export default rule({
  group: 'journal',
  severity: 'warning',
  title: 'The next generated migration will get a number that is taken',
  harm: 'drizzle-kit generate writes a second file with that number and overwrites the snapshot of the first; the generate after it starts from the wrong state.',
  background: 'The next number is the last entry\'s "idx" and one, whatever the files are called.',
  needs: ['project', 'journal', 'migrations'],
  *check({ project, journal, migrations }): Generator<Taken> {
    const last = migrations.at(-1)?.entry;
    if (!last || last.fields.size === 0 || (project.prefix !== null && project.prefix !== 'index')) return;
    const idx = last.fields.get('idx')?.value;
    const listed = migrations.flatMap((m) => prefixOf(m.name) ?? []);
    const highest = Math.max(-1, ...listed.map(Number));
    if (typeof idx === 'number' && Number.isInteger(idx) && idx >= highest) return;
    const line = last.fields.get('idx')?.line ?? last.line;
    const shown = typeof idx === 'number' ? String(idx + 1).padStart(4, '0') : 'NaN';
    yield {
      subject: { file: journal.file.path, line },
      says:
        idx === undefined
          ? 'The last entry of the journal has no "idx".'
          : `The last entry of the journal has "idx" ${JSON.stringify(idx)}, and number ${String(highest).padStart(4, '0')} is taken.`,
      evidence: [`${journal.file.path}:${line}: the next migration will be called ${shown}_…`],
      last,
      highest,
    };
  },
  remedies: ({ last, highest }, { journal }): Remedy[] => {
    const says = `Write "idx" ${highest} into the last entry, so that the next number is ${String(highest + 1).padStart(4, '0')}. Migrators do not read it.`;
    return [
      {
        name: 'count-on',
        says,
        change: setField(journal.file, last.position, 'idx', highest).map((edit) => ({
          kind: 'edit',
          path: journal.file.path,
          edit,
          says,
        })),
      },
    ];
  },
});
