/** Is the journal something that JSON.parse refuses? */
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { mendedJson } from '../plans/files/journal-text.ts';
import { rebuild } from '../plans/rows/rebuild.ts';

export default rule({
  group: 'journal',
  severity: 'error',
  stops: true,
  title: 'The journal is not valid JSON',
  harm: 'Every migrate and every generate stops before its first query.',
  background:
    'Drizzle reads the journal with JSON.parse, which takes no comments, no comma behind the last entry and no byte order mark, whatever the editor shows.',
  needs: ['folder'],
  wants: ['histories'],
  *check({ folder }): Generator<Found> {
    const file = folder.journal;
    if (file?.state !== 'not-json') return;
    yield {
      subject: { file: file.path, ...(file.line ? { line: file.line } : {}) },
      says: `${file.path} is not valid JSON: ${file.why ?? 'it does not parse'}.`,
      evidence: file.line
        ? [`${file.path}:${file.line}: ${file.text.split('\n')[file.line - 1]?.trim().slice(0, 80) ?? ''}`]
        : [],
      confidence: 'proven',
    };
  },
  remedies: (_, { folder, histories }): Remedy[] => {
    const file = folder.journal;
    if (!file) return [];
    const mended = mendedJson(file.text);
    const anew = rebuild(folder, file.path, histories);
    if (!mended) return [anew];
    const says = `Mend ${mended.says.join(' and ')}, and leave everything else as it is.`;
    return [
      { name: 'mend-json', says, change: mended.edits.map((edit) => ({ kind: 'edit', path: file.path, edit, says })) },
      anew,
    ];
  },
  advice: 'git log -p -- <the journal> shows the last text that was right.',
});
