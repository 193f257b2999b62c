/** Are there git's conflict markers in a migration's SQL? */
import { severityOfRefused, textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import { refusedText } from '../compare/folder/refused-text.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'sql',
  severity: 'error',
  stops: true,
  title: 'A migration still holds the marks of an unfinished merge',
  harm: 'Migrate fails with a syntax error at "<<", and both sides of the merge wait behind it.',
  needs: ['intended', 'sql'],
  wants: ['standings'],
  *check({ intended, sql, standings }) {
    for (const { migration, file, content, facts, reach } of textsOf(intended, sql, standings)) {
      const refused = refusedText(content, facts);
      if (refused?.why !== 'conflict') continue;
      yield {
        subject: { migration: migration.name, file, line: refused.line },
        says: `${file} holds git's conflict markers, which are no SQL; ${whereItRuns(reach)}.`,
        evidence: [`${file}:${refused.line}: <<<<<<<`],
        severity: severityOfRefused(reach),
      };
    }
  },
  advice:
    'Decide which of the two texts is meant. When two branches generated different migrations under one name, keep one and generate the other anew.',
});
