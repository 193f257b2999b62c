/** Do two journal entries name the same file? */
import { listed, recordedOf, seenIn } from '../compare/history/seen.ts';
import type { Found, Migration, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { removeEntry } from '../plans/files/journal-edit.ts';

interface Twice extends Found {
  first: Migration;
  second: Migration;
}

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: 'The journal lists the same file twice',
  harm: 'A fresh database runs it twice and stops at the first table that exists; one that is ahead runs it again when the second entry is newer.',
  background:
    'Merges that keep both sides of a conflict leave entries twice. Drizzle 0.x goes by the time of an entry, not by its name.',
  needs: ['journal', 'migrations'],
  wants: ['standings'],
  *check({ journal, migrations, standings }): Generator<Twice> {
    const seen = seenIn(standings);
    const byName = new Map<string, Migration>();
    for (const second of migrations) {
      const first = byName.get(second.name);
      byName.set(second.name, first ?? second);
      if (!first?.entry || !second.entry) continue;
      const rows = [first, second].map((m) => recordedOf(seen, m.position).map((r) => r.environment));
      yield {
        subject: { migration: second.name, file: journal.file.path, line: second.entry.line },
        says: `${second.name} is listed twice, as entry ${first.position} and as entry ${second.position}.`,
        evidence: [
          `${journal.file.path}:${first.entry.line}: "when" ${first.when}${rows[0]?.length ? `, recorded in ${listed(rows[0])}` : ''}`,
          `${journal.file.path}:${second.entry.line}: "when" ${second.when}${rows[1]?.length ? `, recorded in ${listed(rows[1])}` : ''}`,
        ],
        first,
        second,
      };
    }
  },
  remedies: ({ first, second }, { journal, standings }): Remedy[] => {
    const seen = seenIn(standings);
    const drop =
      recordedOf(seen, second.position).length === 0 ? second : recordedOf(seen, first.position).length === 0 ? first : null;
    const same = first.when === second.when;
    const says = drop
      ? `Keep entry ${drop === second ? first.position : second.position} and take entry ${drop.position} out.`
      : 'Keep one of the two entries.';
    if (!drop || (!seen.all && !same))
      return [
        {
          name: 'drop-one',
          says,
          change: [],
          needs: drop ? 'every environment, to know which of the two is recorded' : 'a decision: both are recorded',
        },
      ];
    return [
      {
        name: 'drop-one',
        says,
        change: removeEntry(journal.file, drop.position).map((edit) => ({ kind: 'edit', path: journal.file.path, edit, says })),
      },
    ];
  },
});
