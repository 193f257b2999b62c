/** Does a pending migration use what an extension brings, while nothing installs it? */
import { textsOf } from '../compare/folder/migration-texts.ts';
import { rule } from '../model/rule.ts';
import { extensionOf } from '../sql/extension-words.ts';
import { wordsOf } from '../sql/words.ts';

export default rule({
  group: 'sql',
  severity: 'error',
  title: 'A pending migration uses a type or function of an extension that is not installed',
  harm: 'Migrate fails with 42704, "type does not exist", or 42883, "function does not exist".',
  background:
    'drizzle-kit writes the column type and never CREATE EXTENSION. Where somebody installed it by hand, the same file works.',
  needs: ['intended', 'sql', 'servers'],
  wants: ['standings'],
  *check({ intended, sql, servers, standings }) {
    const created = new Set<string>();
    const own = new Set<string>();
    for (const { migration, file, content, facts, reach } of textsOf(intended, sql, standings)) {
      for (const s of facts.statements) for (const o of s.creates) (o.kind === 'extension' ? created : own).add(o.name);
      if (reach.pending.length === 0) continue;
      const missing = new Map<string, string>();
      for (const s of facts.statements) {
        const sent = content.text.slice(s.offset, s.offset + s.length);
        for (const { text, kind, offset } of wordsOf(sent)) {
          const extension = kind === 'word' ? extensionOf(text) : undefined;
          if (
            extension === undefined ||
            created.has(extension) ||
            own.has(text) ||
            missing.has(extension) ||
            !isUse(sent, offset, text)
          )
            continue;
          missing.set(extension, `${file}:${s.line + sent.slice(0, offset).split('\n').length - 1}: ${text}`);
        }
      }
      for (const environment of reach.pending) {
        const server = servers.get(environment);
        if (!server?.ok) continue;
        for (const [extension, at] of missing) {
          if (server.value.extensions.includes(extension)) continue;
          yield {
            environment,
            subject: { migration: migration.name, file, object: extension },
            says: `${file} uses the extension ${extension}, which is not installed, and no migration creates it.`,
            evidence: [at],
            confidence: 'suspected' as const,
          };
        }
      }
    }
  },
  advice:
    'Make a migration with drizzle-kit generate --custom that says CREATE EXTENSION IF NOT EXISTS "…", and let it run first. The role needs the right to create it.',
});

/** A type stands behind a column's name or with a length, a function before its arguments; a quoted column of that name is neither. */
function isUse(sql: string, offset: number, word: string): boolean {
  if (sql[offset] === '"') return false;
  const before = sql.slice(0, offset).trimEnd().at(-1) ?? '';
  const after =
    sql
      .slice(offset + word.length)
      .trimStart()
      .at(0) ?? '';
  return after === '(' || word.endsWith('_ops') || before === '"' || before === ':';
}
