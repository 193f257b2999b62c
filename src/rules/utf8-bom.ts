/** Does a migration begin with a byte order mark? */
import { type MigrationText, mayBeEdited, severityOfRefused, textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import { refusedText } from '../compare/folder/refused-text.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { edited } from '../plans/files/sql-edit.ts';

interface Marked extends Found {
  text: MigrationText;
}

export default rule({
  group: 'sql',
  severity: 'error',
  stops: true,
  title: 'A migration begins with an invisible byte order mark, which PostgreSQL refuses',
  harm: 'Migrate fails with "syntax error at or near" and a word that looks right, because the mark in front of it cannot be seen.',
  background:
    'Editors on Windows write the mark when a file is saved as "UTF-8 with BOM". Drizzle sends it along, and PostgreSQL takes it for a letter. Taking it away changes the hash of the file; that matters only where the migration is recorded.',
  needs: ['intended', 'sql'],
  wants: ['standings'],
  *check({ intended, sql, standings }): Generator<Marked> {
    for (const text of textsOf(intended, sql, standings)) {
      if (refusedText(text.content, text.facts)?.why !== 'bom') continue;
      const { migration, file, reach } = text;
      yield {
        subject: { migration: migration.name, file, line: 1 },
        says: `${file} begins with a byte order mark, so PostgreSQL refuses its first statement; ${whereItRuns(reach)}.`,
        evidence: [`${file}:1: the first bytes are EF BB BF`],
        severity: severityOfRefused(reach),
        text,
      };
    }
  },
  remedies: ({ text: { file, reach } }) =>
    reach.recorded.length > 0
      ? []
      : [
          mayBeEdited(reach)
            ? {
                name: 'take-it-away',
                says: 'Take the mark away; nothing else in the file changes.',
                change: edited(file, [{ offset: 0, was: '\ufeff', now: '' }], 'Take the byte order mark away.'),
              }
            : {
                name: 'take-it-away',
                says: 'Take the mark away; needs every database to be asked whether it has run.',
                command: '',
                change: [],
                needs: 'every environment',
              },
        ],
  advice:
    'Where the migration is recorded, leave the file as it is: its hash is in the history table. For new databases save it without the mark and keep the old row.',
});
