/** Do two migrations say the same? */
import { textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import { rule } from '../model/rule.ts';
import type { SqlFacts } from '../model/sql.ts';

export default rule({
  group: 'sql',
  severity: 'warning',
  title: 'Two migrations hold the same statements',
  harm: 'The second one fails with "already exists", or does its change of rows a second time.',
  background: 'It happens when a migration is renamed by copying, or when two branches generate the same change.',
  needs: ['intended', 'sql'],
  wants: ['standings'],
  *check({ intended, sql, standings }) {
    const alike = new Map<string, { file: string; facts: SqlFacts }[]>();
    for (const { migration, file, facts, content, reach } of textsOf(intended, sql, standings)) {
      if (!facts.parses || !facts.statements.some((s) => s.creates.length > 0 || s.drops.length > 0)) continue;
      const others = alike.get(signOf(facts));
      const before = others?.find((other) => other.facts.meaning !== null && other.facts.meaning === facts.meaning);
      if (!others) alike.set(signOf(facts), [{ file, facts }]);
      else if (!before) others.push({ file, facts });
      else if (reach.recorded.length === 0 && !tolerant(content.text))
        yield {
          subject: { migration: migration.name, file },
          says: `${file} says the same as ${before.file}; ${whereItRuns(reach)}.`,
          evidence: [
            `${before.file} and ${file}: ${facts.statements.length} ${facts.statements.length === 1 ? 'statement' : 'statements'}, all equal`,
          ],
          severity: reach.pending.length > 0 ? ('error' as const) : ('warning' as const),
          confidence: 'suspected' as const,
        };
    }
  },
  advice: 'When one of them has run everywhere, take the other one out of the folder with its journal entry and snapshot.',
});

/** Equal for equal meanings, and cheaper to have. */
const signOf = ({ statements }: SqlFacts): string =>
  JSON.stringify([
    statements.length,
    ...statements.slice(0, 3).map(({ node, creates, drops, tables }) => [node, creates, drops, tables]),
  ]);

/** Texts that guard themselves may run twice. */
const tolerant = (text: string): boolean =>
  text.toLowerCase().includes('if not exists') ||
  text.toLowerCase().includes('if exists') ||
  text.toLowerCase().includes('or replace');
