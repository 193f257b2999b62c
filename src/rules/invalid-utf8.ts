/** Does a migration hold bytes that are no UTF-8? */
import { textsOf, whereItRuns } from '../compare/folder/migration-texts.ts';
import { rule } from '../model/rule.ts';

export default rule({
  group: 'sql',
  severity: 'warning',
  title: 'A migration holds bytes that are no UTF-8, and Drizzle replaces them',
  harm: 'Letters such as ä or é become "\ufffd" in names, defaults and rows, and nothing fails.',
  background:
    'The file was saved as Latin-1 or Windows-1252. Node decodes every byte that is no UTF-8 as U+FFFD without a word, so that is what reaches the database, and what the hash is made of.',
  needs: ['intended', 'sql'],
  wants: ['standings'],
  *check({ intended, sql, standings }) {
    for (const { migration, file, content, reach } of textsOf(intended, sql, standings)) {
      if (content.encoding !== 'invalid' || content.text.includes('\0')) continue;
      const lines = content.text.split('\n').flatMap((line, i) => (line.includes('\ufffd') ? [i + 1] : []));
      yield {
        subject: { migration: migration.name, file, line: lines[0] ?? 1 },
        says: `${file} is not UTF-8, so the letters beyond ASCII in it reach the database as "\ufffd"; ${whereItRuns(reach)}.`,
        evidence: lines.slice(0, 5).map((line) => `${file}:${line}`),
      };
    }
  },
  advice:
    'Convert the file from the encoding that it was written in (iconv -f windows-1252 -t utf-8) before it runs anywhere. Where it has run, leave it and mend the rows with a new migration.',
});
