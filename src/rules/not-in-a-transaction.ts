/** Does a migration hold a statement that cannot run inside a transaction? */
import { severityOfRefused, textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'sql',
  severity: 'error',
  title: 'A migration holds a statement that cannot run in a transaction, and Drizzle runs every migration in one',
  harm: 'The stock migrator fails with 25001, and everything that is pending beside it is rolled back.',
  background:
    'CREATE INDEX CONCURRENTLY, VACUUM and their like refuse to run in a transaction block, and the stock migrator has no way to leave its own (drizzle-orm issue 860, open since 2023). index().concurrently() in schema.ts generates such a file all the same.',
  needs: ['intended', 'sql'],
  wants: ['standings'],
  *check({ intended, sql, standings }) {
    for (const { migration, file, facts, content, reach } of textsOf(intended, sql, standings)) {
      const alone = facts.statements.filter((s) => s.nonTransactional !== undefined);
      const [first] = alone;
      if (!first) continue;
      // A COMMIT before it has ended the transaction already; then that is what is wrong.
      const behind = facts.statements.find((s) => s.control === 'commit' && s.offset < first.offset);
      yield {
        subject: { migration: migration.name, file, line: first.line },
        says: `${first.nonTransactional} (${file}, line ${first.line}${alone.length > 1 ? `, and ${alone.length - 1} more` : ''}); ${whereItRuns(reach)}.`,
        evidence: alone
          .slice(0, 5)
          .map((s) => `${file}:${s.line}: ${oneLine(content.text.slice(s.offset, s.offset + s.length))}`),
        severity: behind ? 'note' : severityOfRefused(reach),
        ...(behind ? { because: 'transaction-control' } : {}),
      };
    }
  },
  advice:
    'Apply it with npx tidemark migrate: it runs such a statement outside of a transaction, notes that it began, and after a crash asks the catalog whether it is done. For the stock migrator, take CONCURRENTLY away while the table is small.',
});

const oneLine = (text: string): string =>
  text
    .split('\n')
    .map((l) => l.trim())
    .join(' ')
    .slice(0, 80);
