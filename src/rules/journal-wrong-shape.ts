/** Is the journal JSON, and yet no list of entries? */
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { rewrite, rootOf } from '../plans/files/journal-text.ts';
import { rebuild } from '../plans/rows/rebuild.ts';

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: 'The journal is JSON but not a list of entries',
  harm: 'Every migrate stops with a TypeError such as "journal.entries is not iterable", or runs nothing.',
  needs: ['folder'],
  wants: ['histories'],
  *check({ folder }): Generator<Found> {
    const file = folder.journal;
    if (file?.state !== 'wrong-shape') return;
    yield {
      subject: { file: file.path, ...(file.line ? { line: file.line } : {}) },
      says: `${file.path} cannot be used: ${file.why ?? 'it has no entries'}.`,
      evidence: [`${file.path}:${file.line ?? 1}: Drizzle loops over "entries", an array of objects with "tag" and "when"`],
      confidence: 'proven',
    };
  },
  remedies: (_, { folder, histories }): Remedy[] => {
    const file = folder.journal;
    if (!file) return [];
    const wrapped = `{ "version": "7", "dialect": "postgresql", "entries": ${file.text.trim()} }`;
    const root = rootOf(wrapped);
    const anew = rebuild(folder, file.path, histories);
    if (!root || root.entries.length === 0) return [anew];
    const says = 'Put the list where Drizzle looks for it, under "entries".';
    return [{ name: 'wrap-entries', says, change: [rewrite(file, JSON.stringify(root, null, 2), says)] }, anew];
  },
  advice: 'git log -p -- <the journal> shows the last text that was right.',
});
