/** Did git leave an unresolved merge in the journal? */
import { sidesOf } from '../compare/folder/conflict-sides.ts';
import { rowMillis } from '../compare/history/seen.ts';
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { mergedJournal, rewrite } from '../plans/files/journal-text.ts';

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: "The journal holds git's conflict markers, so it is no JSON",
  harm: 'Every migrate and every generate stops with "Unexpected token \'<\' … is not valid JSON".',
  background:
    'Both branches took the next number and added an entry at the same place. Both migrations are wanted; taking one side of the conflict loses the other, in silence.',
  needs: ['folder'],
  wants: ['histories'],
  *check({ folder }): Generator<Found> {
    const file = folder.journal;
    if (file?.state !== 'conflict') return;
    const sides = sidesOf(file.text);
    const names = sides ? ` between ${sides.names.ours || 'ours'} and ${sides.names.theirs || 'theirs'}` : '';
    yield {
      subject: { file: file.path, ...(file.line ? { line: file.line } : {}) },
      says: `${file.path} holds an unresolved merge${names}.`,
      evidence: [`${file.path}:${file.line ?? 1}: ${file.text.split('\n')[(file.line ?? 1) - 1]?.slice(0, 60) ?? ''}`],
      confidence: 'proven',
    };
  },
  remedies: (_, { folder, histories }): Remedy[] => {
    const file = folder.journal;
    const sides = file && sidesOf(file.text);
    if (!file || !sides) return [];
    const rows = histories.ok ? [...histories.value.values()].flatMap((h) => (h.ok ? (h.value.table?.rows ?? []) : [])) : [];
    const recorded = new Set(rows.flatMap((r) => rowMillis(r.createdAt) ?? []));
    const merged = mergedJournal(sides.ours, sides.theirs, recorded);
    if (!merged) return [];
    const absent = merged.entries.filter((e) => !folder.files.some((f) => f.name === e.tag)).map((e) => e.tag);
    if (absent.length > 0) return [];
    const stamped =
      merged.restamped.length > 0
        ? `, ${merged.restamped.join(', ')} with a later time so that databases that are ahead run it too`
        : '';
    const says = `Keep the entries of both sides: ${merged.added.length > 0 ? `${merged.added.join(', ')} behind the others${stamped}` : 'both list the same migrations'}.`;
    return [{ name: 'keep-both', says, change: [rewrite(file, merged.text, says)] }];
  },
  advice:
    'Where a side is no journal by itself, resolve the conflict by hand: keep the entries of both sides, number idx on, and let `when` increase from entry to entry. Then run doctor again: the snapshots usually conflict too.',
});
