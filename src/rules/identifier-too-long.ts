/** Are names cut to 63 bytes, and do two of them become one? */
import { textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import { rule } from '../model/rule.ts';
import { longNames } from '../sql/long-names.ts';

export default rule({
  group: 'sql',
  severity: 'warning',
  title: 'Two names are the same to PostgreSQL, which keeps 63 bytes of a name',
  harm: 'The second one fails with "already exists", or a DROP takes the wrong one.',
  background:
    'PostgreSQL cuts longer names with no more than a notice. drizzle-kit makes names of foreign keys from both tables and columns, which easily gets longer. One cut name alone does no harm: it is cut the same way wherever it is used.',
  needs: ['intended', 'sql'],
  wants: ['standings'],
  *check({ intended, sql, standings }) {
    const first = new Map<string, { name: string; at: string }>();
    for (const { migration, file, content, reach } of textsOf(intended, sql, standings)) {
      for (const { name, kept, offset } of longNames(content.text)) {
        const line = content.text.slice(0, offset).split('\n').length;
        const before = first.get(kept);
        if (!before) first.set(kept, { name, at: `${file}:${line}` });
        else if (before.name !== name && reach.recorded.length === 0)
          yield {
            subject: { migration: migration.name, file, line, object: name },
            says: `"${name}" and "${before.name}" are both "${kept}" to PostgreSQL; ${whereItRuns(reach)}.`,
            evidence: [`${before.at}: ${before.name}`, `${file}:${line}: ${name}`],
            confidence: 'suspected' as const,
          };
      }
    }
  },
  advice: 'Give one of them a shorter name of your own in schema.ts (foreignKey({ name: … }), index("…")).',
});
