/** Is an enum value used in the transaction that adds it? */
import { textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import type { Statement } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { wordsOf } from '../sql/words.ts';

interface Added {
  value: string;
  type: string;
  at: string;
}

export default rule({
  group: 'sql',
  severity: 'error',
  title: 'A new enum value is used in the run that adds it',
  harm: 'Migrate fails with 55P04, "unsafe use of new value", and everything that is pending is rolled back.',
  background:
    'PostgreSQL lets nobody use a value of ALTER TYPE … ADD VALUE before it is committed, and Drizzle runs all pending migrations in one transaction. So it also fails when the two statements are in different files, and it goes through where the first file was deployed before. From PostgreSQL 17 on a type that the same transaction created is excepted.',
  needs: ['intended', 'sql'],
  wants: ['standings', 'servers'],
  *check({ intended, sql, standings, servers }) {
    const texts = [...textsOf(intended, sql, standings)].filter(({ reach }) => reach.pending.length > 0);
    const majors = servers.ok ? [...servers.value.values()].flatMap((s) => (s.ok ? [s.value.versionNumber] : [])) : [];
    const excepted = majors.length > 0 && majors.every((v) => v >= 170000);
    const created = new Set<string>();
    let added: Added[] = [];
    for (const { migration, file, content, facts, reach } of texts) {
      for (const s of facts.statements) {
        for (const o of s.creates) if (o.kind === 'type') created.add(o.name);
        // A type that is dropped, renamed or made anew takes its added values with it; labels of CREATE TYPE are no use.
        const gone = [...s.drops, ...s.creates].filter((o) => o.kind === 'type').map((o) => o.name);
        if (gone.length > 0) {
          added = added.filter(({ type }) => !gone.includes(lastName(type)));
          continue;
        }
        const add = s.addsEnumValue;
        if (add) {
          const name = lastName(add.type);
          if (!excepted || !created.has(name)) added.push({ value: add.value, type: add.type, at: `${file}:${s.line}` });
          continue;
        }
        const used = uses(content.text, s, added);
        if (!used) continue;
        yield {
          subject: { migration: migration.name, file, line: s.line },
          says: `${file} uses '${used.value}' in line ${s.line}, and the same run adds it to the enum ${used.type}; ${whereItRuns(reach)}.`,
          evidence: [`${used.at}: ADD VALUE '${used.value}'`, `${file}:${s.line}: a literal '${used.value}'`],
          confidence: 'suspected' as const,
        };
        break;
      }
    }
  },
  advice:
    'Apply it with npx tidemark migrate: it commits each migration by itself, and in one file it commits behind ADD VALUE. For the stock migrator, deploy the migration that adds the value first and alone; in one file, take the part that uses it into a migration of its own.',
});

const lastName = (dotted: string): string => dotted.slice(dotted.lastIndexOf('.') + 1);

function uses(text: string, { offset, length }: Statement, added: readonly Added[]): Added | undefined {
  if (added.length === 0) return undefined;
  const literals = new Set(wordsOf(text.slice(offset, offset + length)).flatMap((w) => (w.kind === 'literal' ? [w.text] : [])));
  return added.find(({ value }) => literals.has(value));
}
