/** Is a migration that waits to be run empty? */
import { textsOf } from '../compare/folder/migration-texts.ts';
import { rule } from '../model/rule.ts';
import { commentedOut } from '../sql/commented-out.ts';

export default rule({
  group: 'sql',
  severity: 'note',
  title: 'A pending migration does nothing',
  harm: 'It is recorded as applied. Whoever fills it in afterwards waits in vain for it to run.',
  background:
    'drizzle-kit generate --custom makes such a file to be filled in. Once it has run, it never runs again, whatever is written into it.',
  needs: ['intended', 'sql'],
  wants: ['standings'],
  *check({ intended, sql, standings }) {
    for (const { migration, file, content, facts, reach } of textsOf(intended, sql, standings)) {
      if (reach.pending.length === 0 || !facts.chunks.every((c) => c.empty || c.onlyComments) || commentedOut(content.text))
        continue;
      yield {
        subject: { migration: migration.name, file },
        says: `${file} has no statement yet.`,
        evidence: [content.text.trim() === '' ? `${file} is empty` : `${file} holds comments only`],
      };
    }
  },
  advice: 'Write its statements before the next migrate, or take it out of the folder.',
});
