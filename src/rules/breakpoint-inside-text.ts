/** Does a breakpoint cut a literal, a function body or a comment in two? */
import { severityOfRefused, textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import { refusedText } from '../compare/folder/refused-text.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'sql',
  severity: 'error',
  stops: true,
  title: 'A statement-breakpoint stands inside a literal, a function body or a comment',
  harm: 'Migrate fails with "unterminated quoted string", "unterminated dollar-quoted string" or "unterminated /* comment".',
  background:
    'Drizzle cuts the file at the plain text "--> statement-breakpoint" wherever it stands, also between quotes. It sends each piece alone, and neither half of a literal is a statement.',
  needs: ['intended', 'sql'],
  wants: ['standings'],
  *check({ intended, sql, standings }) {
    for (const { migration, file, content, facts, reach } of textsOf(intended, sql, standings)) {
      const refused = refusedText(content, facts);
      if (refused?.why !== 'breakpoint') continue;
      const chunk = facts.chunks.find((c) => c.error);
      const end = chunk ? content.text.slice(0, chunk.offset + chunk.length).split('\n').length : refused.line;
      yield {
        subject: { migration: migration.name, file, line: end },
        says: `The breakpoint in line ${end} of ${file} cuts a statement in two, and PostgreSQL refuses both halves; ${whereItRuns(reach)}.`,
        evidence: [`${file}:${end}: --> statement-breakpoint`, `${file}:${refused.line}: ${refused.message}`],
        severity: severityOfRefused(reach),
      };
    }
  },
  advice:
    'Move the breakpoint behind the end of the statement. Inside a literal or a body write the text in two parts, so that the words do not stand together.',
});
