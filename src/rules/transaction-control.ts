/** Does a migration begin or end a transaction of its own? */
import { type MigrationText, mayBeEdited, textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import type { Found, Remedy, Statement } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { edited, withoutStatements } from '../plans/files/sql-edit.ts';

interface Controlled extends Found {
  text: MigrationText;
  controls: Statement[];
}

export default rule({
  group: 'sql',
  severity: 'error',
  title: 'A migration begins or commits a transaction, while Drizzle already runs it in one',
  harm: "COMMIT in the file ends Drizzle's transaction. When something behind it fails, the tables stay and their row in the history does not, and the next migrate fails on them.",
  background:
    'Drizzle runs all pending migrations in one transaction. BEGIN inside it is only a warning, so a file with BEGIN and COMMIT looks as if it worked; but from COMMIT on every statement stands alone.',
  needs: ['intended', 'sql'],
  wants: ['standings'],
  *check({ intended, sql, standings }): Generator<Controlled> {
    for (const text of textsOf(intended, sql, standings)) {
      const { migration, file, facts, reach, content } = text;
      const controls = facts.statements.filter((s) => s.control !== undefined && s.control !== 'savepoint');
      const [first] = controls;
      if (!first || (reach.recorded.length > 0 && reach.pending.length === 0)) continue;
      yield {
        subject: { migration: migration.name, file, line: first.line },
        says: `${file} ${said(controls)}, and so ends the transaction that Drizzle runs it in; ${whereItRuns(reach)}.`,
        evidence: controls
          .slice(0, 5)
          .map((s) => `${file}:${s.line}: ${content.text.slice(s.offset, s.offset + s.length).slice(0, 60)}`),
        severity: reach.pending.length > 0 ? 'error' : 'warning',
        text,
        controls,
      };
    }
  },
  remedies: ({ text: { file, content, reach }, controls }): Remedy[] => {
    const [first, last] = [controls[0]?.control, controls.at(-1)?.control];
    if (controls.length !== 2 || first !== 'begin' || last !== 'commit' || !mayBeEdited(reach)) return [];
    const says = 'Take BEGIN and COMMIT away; the transaction of the migrator does their work.';
    return [{ name: 'leave-it-to-drizzle', says, change: edited(file, withoutStatements(content.text, controls), says) }];
  },
  advice:
    'Take the statements away before the file runs anywhere; what has to be committed in the middle belongs into two migrations. npx tidemark migrate takes BEGIN and COMMIT for the bounds of transactions and notes each part; a file that says ROLLBACK it does not run.',
});

const said = (controls: readonly Statement[]): string => {
  const words = [...new Set(controls.map((s) => (s.control ?? '').toUpperCase()))];
  return `says ${words.join(' and ')}`;
};
