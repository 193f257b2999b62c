/** Is the first migration one whole comment, as `drizzle-kit pull` writes it? */

import { emptyServers } from '../compare/empty-servers.ts';
import { type MigrationText, mayBeEdited, severityOfRefused, textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { edited, uncommented } from '../plans/files/sql-edit.ts';
import { commentedOut } from '../sql/commented-out.ts';

interface Commented extends Found {
  text: MigrationText;
}

export default rule({
  group: 'sql',
  severity: 'error',
  title: 'A migration is one whole comment, so it creates nothing',
  harm: 'With breakpoints inside, every migrate fails with "unterminated /* comment". Without, it is recorded as applied on an empty database and the next migration fails.',
  background:
    'drizzle-kit pull puts the statements of its first migration into one comment, because the database that it was pulled from has the tables already. drizzle-kit migrate does not know that: it cuts the file at the breakpoints inside the comment and sends the pieces.',
  needs: ['intended', 'sql'],
  wants: ['standings', 'servers'],
  *check({ intended, sql, standings }): Generator<Commented> {
    for (const text of textsOf(intended, sql, standings)) {
      const { migration, file, content, facts, reach } = text;
      const found = commentedOut(content.text);
      if (!found) continue;
      const fails = facts.chunks.length > 1;
      const line = content.text.slice(0, found.open).split('\n').length;
      yield {
        subject: { migration: migration.name, file, line },
        says: fails
          ? `${file} is one comment that its own breakpoints cut, so PostgreSQL refuses its first piece; ${whereItRuns(reach)}.`
          : `${file} is one comment, so a database that runs it stays empty; ${whereItRuns(reach)}.`,
        evidence: [
          `${file}:${line}: /* and ${found.statements.length === 1 ? 'one statement' : `${found.statements.length} statements`} behind it`,
        ],
        severity: severityOfRefused(reach),
        text,
      };
    }
  },
  remedies: ({ text: { file, content, reach } }, { servers }): Remedy[] => {
    if (reach.recorded.length > 0) return [];
    const says = 'Take the comment marks away, so that an empty database gets what the file says.';
    if (!mayBeEdited(reach) || !emptyServers(servers))
      return [
        {
          name: 'uncomment',
          says: `${says} Needs databases that have none of its tables; where they exist the migration has to be recorded as it stands.`,
          command: '',
          change: [],
          needs: 'empty databases',
        },
      ];
    return [{ name: 'uncomment', says, change: edited(file, uncommented(content.text), 'Take the comment marks away.') }];
  },
  advice:
    'Take the comment marks away, so that new databases get the tables. Where the tables exist already, record it as applied in your own name: npx tidemark rebuild-history --ran <migration>.',
});
