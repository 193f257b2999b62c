/** Does a migration hold a zero byte? */
import { severityOfRefused, textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import { refusedText } from '../compare/folder/refused-text.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'sql',
  severity: 'error',
  stops: true,
  title: 'A migration holds a zero byte, where PostgreSQL stops reading',
  harm: 'Migrate fails with "invalid message format", and no message says which file or line.',
  needs: ['intended', 'sql'],
  wants: ['standings'],
  *check({ intended, sql, standings }) {
    for (const { migration, file, content, facts, reach } of textsOf(intended, sql, standings)) {
      const refused = refusedText(content, facts);
      if (refused?.why !== 'nul') continue;
      const count = content.text.split('\0').length - 1;
      yield {
        subject: { migration: migration.name, file, line: refused.line },
        says: `${file} holds ${count === 1 ? 'a zero byte' : `${count} zero bytes`}, and PostgreSQL refuses the statement around it; ${whereItRuns(reach)}.`,
        evidence: [`${file}:${refused.line}: U+0000`],
        severity: severityOfRefused(reach),
      };
    }
  },
  advice:
    'Restore the file from git when a write was cut off; else take the byte away in an editor that shows it (text cannot hold it in PostgreSQL, also not in a literal).',
});
