/** Does a journal entry's tag lead out of the folder, or into another one? */
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

const SIGNS = ['/', '\\', '..', '\0', '\n', '\r'];

export default rule({
  group: 'journal',
  severity: 'warning',
  title: "A journal entry's tag is no plain file name",
  harm: 'Drizzle puts the tag into a path as it is: a file outside the folder runs as a migration, another one on Windows than on Linux, or none.',
  needs: ['journal', 'migrations'],
  *check({ journal, migrations }): Generator<Found> {
    for (const { entry, name, file, position } of migrations) {
      const tag = entry?.fields.get('tag');
      if (!entry || typeof tag?.value !== 'string') continue;
      const sign = SIGNS.find((s) => name.includes(s));
      if (sign === undefined) continue;
      yield {
        subject: { migration: name, file: journal.file.path, line: tag.line },
        says: `The tag of entry ${position} is ${JSON.stringify(name)}, which holds ${JSON.stringify(sign)}.`,
        evidence: [`${journal.file.path}:${tag.line}: leads to ${file ?? 'no file'}`],
      };
    }
  },
  advice:
    'Move the file into the migrations folder, under a plain name, and write that name into the entry. Databases that recorded it go by its time, so nothing runs again.',
});
