/** Does a migration itself write Drizzle's history table? */
import { textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import { rule } from '../model/rule.ts';

const VERBS = new Set([
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'TruncateStmt',
  'AlterTableStmt',
  'DropStmt',
  'RenameStmt',
  'CreateStmt',
]);

export default rule({
  group: 'sql',
  severity: 'warning',
  title: 'A migration changes the history table',
  harm: 'Drizzle reads the history before it runs anything and writes its own row behind the file, so rows that the file adds, changes or takes away are skips and repeats in the next run.',
  background:
    'Such statements are written to get past one broken database. They stay in the folder, and every new database runs them too.',
  needs: ['project', 'intended', 'sql'],
  wants: ['standings'],
  *check({ project, intended, sql, standings }) {
    const { schema, name } = project.table;
    const names = new Set([name, `${schema}.${name}`]);
    for (const { migration, file, facts, content, reach } of textsOf(intended, sql, standings)) {
      const writes = facts.statements.filter(
        (s) =>
          (VERBS.has(s.node) &&
            (s.tables.some((t) => names.has(t)) || s.drops.some((o) => o.kind === 'table' && o.name === name))) ||
          (s.node === 'DoStmt' && content.text.slice(s.offset, s.offset + s.length).includes(name)),
      );
      const [first] = writes;
      if (!first) continue;
      yield {
        subject: { migration: migration.name, file, line: first.line },
        says: `${file} itself changes ${schema}.${name}; ${whereItRuns(reach)}.`,
        evidence: writes.slice(0, 5).map(
          (s) =>
            `${file}:${s.line}: ${content.text
              .slice(s.offset, s.offset + s.length)
              .split('\n')[0]
              ?.slice(0, 80)}`,
        ),
        severity: reach.pending.length === 0 && reach.recorded.length > 0 ? 'note' : 'warning',
      };
    }
  },
  advice:
    'Take the statements out before it runs anywhere; a database whose history is wrong is mended with npx tidemark repair, for that database alone.',
});
