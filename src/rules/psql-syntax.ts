/** Does a migration hold what only psql understands? */
import { severityOfRefused, textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import { refusedText } from '../compare/folder/refused-text.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'sql',
  severity: 'error',
  stops: true,
  title: 'A migration holds commands of psql, which only psql understands',
  harm: 'Migrate fails with "syntax error at or near "\\"", or at the first row of COPY data.',
  background:
    'The text comes from pg_dump or a psql script. Lines that begin with a backslash, and rows behind COPY … FROM stdin, are read by the psql program and never reach the server as SQL.',
  needs: ['intended', 'sql'],
  wants: ['standings'],
  *check({ intended, sql, standings }) {
    for (const { migration, file, content, facts, reach } of textsOf(intended, sql, standings)) {
      if (refusedText(content, facts)?.why !== 'psql') continue;
      const [first] = facts.psql;
      yield {
        subject: { migration: migration.name, file, line: first?.line ?? 1 },
        says: `${file} holds ${facts.psql.length === 1 ? 'a command' : `${facts.psql.length} commands`} of psql, and Drizzle sends them to the server; ${whereItRuns(reach)}.`,
        evidence: facts.psql.slice(0, 5).map(({ line, text }) => `${file}:${line}: ${text.slice(0, 60)}`),
        severity: severityOfRefused(reach),
      };
    }
  },
  advice: 'Make the dump with pg_dump --inserts (rows become INSERT), then take the lines that begin with a backslash away.',
});
