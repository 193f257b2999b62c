/** Does PostgreSQL's own grammar refuse a migration's text? */
import { severityOfRefused, textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import { refusedText } from '../compare/folder/refused-text.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'sql',
  severity: 'error',
  title: 'A migration holds SQL that does not parse',
  harm: 'Migrate fails with 42601, and nothing of what is pending is applied.',
  background:
    'The text was read with the grammar of PostgreSQL 18, compiled from its own sources. Another major may know a statement that this one does not, so it is a suspicion until a server refuses it.',
  needs: ['intended', 'sql'],
  wants: ['standings'],
  *check({ intended, sql, standings }) {
    for (const { migration, file, content, facts, reach } of textsOf(intended, sql, standings)) {
      const refused = refusedText(content, facts);
      if (refused?.why !== 'syntax' || (reach.recorded.length > 0 && reach.pending.length === 0)) continue;
      yield {
        subject: { migration: migration.name, file, line: refused.line },
        says: `${file} does not parse: ${refused.message} (line ${refused.line}); ${whereItRuns(reach)}.`,
        evidence: facts.chunks.flatMap(({ error }) => (error ? [`${file}:${error.line}: ${error.message}`] : [])).slice(0, 5),
        confidence: 'suspected',
        severity: severityOfRefused(reach),
      };
    }
  },
  advice: 'Correct the line. A semicolon or a comma that is missing is told at the word behind it.',
});
