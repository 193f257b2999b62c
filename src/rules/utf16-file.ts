/** Is a migration written in UTF-16? */
import { type MigrationText, mayBeEdited, severityOfRefused, textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import { refusedText } from '../compare/folder/refused-text.ts';
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { asciiOfUtf16 } from '../sql/utf16-ascii.ts';

interface Wide extends Found {
  text: MigrationText;
}

export default rule({
  group: 'sql',
  severity: 'error',
  stops: true,
  title: 'A migration is written in UTF-16, which PostgreSQL cannot read',
  harm: 'Migrate fails with "invalid message format": every second byte is a zero, and the protocol ends a text there.',
  background: 'PowerShell writes UTF-16 when output is redirected into a file (">"). Drizzle reads every file as UTF-8.',
  needs: ['intended', 'sql'],
  wants: ['standings'],
  *check({ intended, sql, standings }): Generator<Wide> {
    for (const text of textsOf(intended, sql, standings)) {
      if (refusedText(text.content, text.facts)?.why !== 'utf-16') continue;
      const { migration, file, content, reach } = text;
      yield {
        subject: { migration: migration.name, file },
        says: `${file} is UTF-16 text, and Drizzle sends it as if it were UTF-8; ${whereItRuns(reach)}.`,
        evidence: [`${file}: the first bytes are ${content.encoding === 'utf16le' ? 'FF FE' : 'FE FF'}`],
        severity: severityOfRefused(reach),
        text,
      };
    }
  },
  remedies: ({ text: { file, content, reach } }): Remedy[] => {
    const { encoding } = content;
    const ascii = encoding === 'utf16le' || encoding === 'utf16be' ? asciiOfUtf16(content.text, encoding) : null;
    if (ascii === null || reach.recorded.length > 0) return [];
    if (!mayBeEdited(reach))
      return [
        {
          name: 'write-utf8',
          says: 'Write it as UTF-8; needs every database to be asked whether it has run.',
          command: '',
          change: [],
          needs: 'every environment',
        },
      ];
    const bytes = Buffer.from(ascii, 'utf8').toString('base64');
    return [
      {
        name: 'write-utf8',
        says: 'Write the same text as UTF-8.',
        change: [{ kind: 'create', path: file, content: bytes, encoding: 'base64', says: 'Write the same text as UTF-8.' }],
      },
    ];
  },
  advice: 'Save the file as UTF-8 without a byte order mark; then look at the letters beyond ASCII.',
});
