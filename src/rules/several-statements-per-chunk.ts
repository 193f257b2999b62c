/** Does a migration send several statements at once to a driver that takes one at a time? */
import { type MigrationText, mayBeEdited, textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import { oneAtATime } from '../compare/folder/one-at-a-time.ts';
import { refusedText } from '../compare/folder/refused-text.ts';
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { breakpointsBetween, edited } from '../plans/files/sql-edit.ts';

interface Several extends Found {
  text: MigrationText;
}

export default rule({
  group: 'sql',
  severity: 'error',
  title: 'A migration sends several statements at once, and this driver takes one at a time',
  harm: 'Migrate fails with "cannot insert multiple commands into a prepared statement".',
  background:
    'Drizzle cuts a file only at "--> statement-breakpoint". node-postgres and postgres.js send a piece with several statements as it is and it works; neon-http and PGlite prepare each piece, and PostgreSQL prepares one statement only. So the same file works on one machine and fails on another.',
  needs: ['project', 'environments', 'intended', 'sql'],
  wants: ['standings'],
  *check({ project, environments, intended, sql, standings }): Generator<Several> {
    const driver = oneAtATime(project, environments);
    if (driver === null) return;
    for (const text of textsOf(intended, sql, standings)) {
      const { migration, file, facts, reach } = text;
      const many = facts.chunks.filter((c) => c.statements > 1);
      const [first] = many;
      // What PostgreSQL refuses anyway has a finding of its own.
      if (
        !first ||
        facts.unparsed !== undefined ||
        refusedText(text.content, facts) ||
        (reach.recorded.length > 0 && reach.pending.length === 0)
      )
        continue;
      const pending = reach.pending.some((e) => driver.environments.includes(e)) || (driver.sure && reach.recorded.length === 0);
      yield {
        subject: { migration: migration.name, file, line: first.line },
        says: `${file} has ${first.statements} statements without a breakpoint between them, and ${driver.name} takes one at a time; ${whereItRuns(reach)}.`,
        evidence: [driver.why, ...many.slice(0, 4).map((c) => `${file}:${c.line}: ${c.statements} statements`)],
        severity: pending && driver.sure ? 'error' : 'warning',
        confidence: driver.sure ? 'derived' : 'suspected',
        text,
      };
    }
  },
  remedies: ({ text: { file, content, facts, reach } }): Remedy[] => {
    const edits = breakpointsBetween(content.text, facts);
    if (edits.length === 0 || reach.recorded.length > 0) return [];
    const says = `Put ${edits.length === 1 ? 'a breakpoint' : `${edits.length} breakpoints`} between the statements.`;
    return [
      mayBeEdited(reach)
        ? { name: 'add-breakpoints', says, change: edited(file, edits, says) }
        : {
            name: 'add-breakpoints',
            says: `${says} Needs every database to be asked whether it has run.`,
            command: '',
            change: [],
            needs: 'every environment',
          },
    ];
  },
  advice:
    'Put --> statement-breakpoint behind each statement before the file runs anywhere. Where it has run over another driver, the row stays valid; the new text has another hash.',
});
