/** Does the journal list a migration whose SQL file is not there? */
import { hasTag } from '../compare/folder/intended.ts';
import { type Elsewhere, elsewhere, type Kept, keptIn } from '../compare/folder/lost-file.ts';
import { listed, recordedOf, seenIn } from '../compare/history/seen.ts';
import type { Change, Found, Migration, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { removeEntry, setField } from '../plans/files/journal-edit.ts';

interface Lost extends Found {
  migration: Migration;
  at: Elsewhere;
  kept: Kept | null;
  /** Environments that recorded it. */
  environments: string[];
}

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: 'The journal lists a migration whose SQL file is not there',
  harm: 'Every migrate stops before its first query with "No file … found", in every environment, also where this migration was applied long ago.',
  background:
    'Drizzle 0.x reads all files before it asks which are applied. On macOS and Windows a name that differs only in upper and lower case is found; on Linux, where it is deployed, it is not.',
  needs: ['folder', 'journal', 'migrations'],
  wants: ['standings', 'git'],
  *check({ folder, journal, migrations, standings, git }): Generator<Lost> {
    const seen = seenIn(standings);
    for (const migration of migrations) {
      const { entry, file, position, sql } = migration;
      if (!entry || file === null || sql.ok || !hasTag(entry) || folder.unreadable.some((u) => u.path === file)) continue;
      const rows = recordedOf(seen, position);
      const hashes = rows.flatMap((r) => r.tied.row.hash ?? []);
      const at = elsewhere(folder, migrations, migration, hashes);
      const kept = keptIn(git, file, hashes);
      const environments = rows.map((r) => r.environment);
      const evidence = [`${journal.file.path}:${entry.line}: tag "${migration.name}"; ${file} is not there`];
      if (at)
        evidence.push(
          `${at.file.path} is on disk and no entry names it${at.sign === 'hash' ? '; its hash is the recorded one' : ''}`,
        );
      if (kept)
        evidence.push(
          `commit ${kept.text.commit} (${kept.text.date.slice(0, 10)}) holds ${kept.text.path}${kept.proven ? ', with the recorded hash' : ''}`,
        );
      else if (!git.ok) evidence.push(`git was not asked: ${git.why}`);
      evidence.push(
        environments.length > 0
          ? `recorded in ${listed(environments)}`
          : seen.all
            ? 'no environment recorded it'
            : 'whether it is recorded somewhere is not known',
      );
      yield {
        subject: { migration: migration.name, file: journal.file.path, line: entry.line },
        says: `The journal lists ${migration.name}, and ${file} does not exist.`,
        evidence,
        migration,
        at,
        kept,
        environments,
      };
    }
  },
  remedies: ({ migration, at, kept, environments }, { folder, journal, standings }): Remedy[] => {
    const { file } = journal;
    const out: Remedy[] = [];
    if (at) {
      const says = `Write the name that the file has, ${at.file.name}, into the entry.`;
      out.push({
        name: 'name-the-file',
        says,
        change: setField(file, migration.position, 'tag', at.file.name).map((edit) => ({
          kind: 'edit',
          path: file.path,
          edit,
          says,
        })),
      });
    }
    if (kept && migration.file !== null) {
      const says = `Put ${migration.file} back as commit ${kept.text.commit} has it${kept.proven ? ', the text that was applied' : ''}.`;
      out.push({
        name: 'restore-from-git',
        says,
        change: [{ kind: 'create', path: migration.file, content: kept.text.text, says }],
      });
    }
    if (environments.length === 0) {
      const says = 'Take the entry out of the journal: no environment ran it.';
      const edits = seenIn(standings).all ? removeEntry(file, migration.position) : [];
      const change: Change[] = edits.map((edit) => ({ kind: 'edit', path: file.path, edit, says }));
      const snapshot = `${folder.path}/meta/${migration.name.split('_')[0]}_snapshot.json`;
      // Behind the last one nothing is chained, and the state of a migration that never ran is no state.
      if (change.length > 0 && migration.position === journal.entries.length - 1 && folder.others.includes(snapshot))
        change.push({ kind: 'remove', path: snapshot, says: 'Take its snapshot away with it.' });
      out.push({
        name: 'drop-entry',
        says,
        change,
        ...(edits.length > 0 ? {} : { needs: 'every environment, to know that none ran it' }),
      });
    }
    return out;
  },
  advice:
    'A migration that was applied and is lost: find its file (git log --all --diff-filter=D -- "*.sql", a colleague\'s checkout, an old image) and put it back; its SHA-256 must be the hash in the history row.',
});
