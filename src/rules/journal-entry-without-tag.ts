/** Is there a journal entry that does not name its file? */
import { hasTag } from '../compare/folder/intended.ts';
import type { Change, Found, Intended, JournalEntry } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { setField } from '../plans/files/journal-edit.ts';

interface Untagged extends Found {
  entry: JournalEntry;
  intended: Intended;
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value)).slice(0, 80);

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: 'A journal entry has no tag, so Drizzle looks for a file called undefined.sql',
  harm: 'Every migrate stops before its first query, in every environment, with "No file …/undefined.sql found".',
  background:
    "The stock migrator builds the file name from the entry's tag and nothing else. The message comes before any query, so neither the database nor the type of created_at has a part in it: bigint, numeric and text columns all work. Changing the column type does not help.",
  needs: ['folder', 'journal', 'migrations', 'intended'],
  *check({ journal, migrations, intended }): Generator<Untagged> {
    for (const migration of migrations) {
      const { entry } = migration;
      const meant = intended[migration.position];
      if (!entry || !meant || hasTag(entry)) continue;
      const fields = [...entry.fields].map(([name, { value }]) => `${name} ${shown(value)}`).join(', ');
      const evidence = [`${journal.file.path}:${entry.line}: entry ${entry.position} has ${fields || shown(entry.value)}`];
      if (meant.by) evidence.push(`${meant.migration.file} ${why(meant)}`);
      else evidence.push('no file on disk fits it, or several do');
      const name = entry.fields.get('tag') ? `the tag ${shown(entry.fields.get('tag')?.value)}` : 'no tag';
      yield {
        subject: { migration: meant.by ? meant.migration.name : migration.name, file: journal.file.path, line: entry.line },
        says: `Entry ${entry.position} of the journal has ${name}, so Drizzle looks for "${String(entry.fields.get('tag')?.value)}.sql".`,
        evidence,
        confidence: meant.by?.sign === 'elimination' ? 'suspected' : 'derived',
        entry,
        intended: meant,
      };
    }
  },
  remedies: ({ entry, intended: meant }, { journal, migrations }) => {
    // What is no object has no place for a tag.
    if (!meant.by || typeof entry.value !== 'object' || entry.value === null || Array.isArray(entry.value)) return [];
    const { file } = journal;
    const { name, when } = meant.migration;
    const change: Change[] = setField(file, entry.position, 'tag', name).map((edit) => ({
      kind: 'edit',
      path: file.path,
      edit,
      says: `Name ${name} in entry ${entry.position}.`,
    }));
    if (typeof entry.fields.get('when')?.value !== 'number' && when !== null) {
      const says = `Write its time as the number that Drizzle compares, ${when}.`;
      for (const edit of setField(file, entry.position, 'when', when)) change.push({ kind: 'edit', path: file.path, edit, says });
    }
    for (const [field, value] of [
      ['version', migrations.find((m) => m.entry?.fields.has('version'))?.entry?.fields.get('version')?.value],
      ['breakpoints', true],
    ] as const) {
      if (entry.fields.has(field) || (typeof value !== 'string' && typeof value !== 'boolean')) continue;
      for (const edit of setField(file, entry.position, field, value))
        change.push({ kind: 'edit', path: file.path, edit, says: `Add ${field}, as drizzle-kit writes it.` });
    }
    return [{ name: 'name-the-file', says: `Write the tag ${name} into the entry.`, change }];
  },
  advice: 'When no file fits, find it in git (git log --diff-filter=D -- "*.sql") and put it back, then run doctor again.',
});

function why({ by, actual }: Intended): string {
  if (by?.sign === 'field') return `is on disk, no other entry names it, and this entry holds its name in "${by.field}"`;
  if (by?.sign === 'prefix') return `is on disk, no other entry names it, and it is the only one with the prefix ${by.prefix}`;
  return `is the only file that no entry names, and entry ${actual.position} the only entry without a file`;
}
