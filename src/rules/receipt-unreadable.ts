/** Is there a file among the receipts that cannot be read as one? */
import { rule } from '../model/rule.ts';

export default rule({
  group: 'journal',
  severity: 'warning',
  stops: true,
  title: 'A file among the receipts is no receipt',
  harm: 'What it recorded cannot be taken back; and when it was the beginning of a change, nobody can tell how far that came.',
  needs: ['brokenReceipts'],
  *check({ brokenReceipts }) {
    for (const { path, why } of brokenReceipts) {
      const begun = path.endsWith('.started.json');
      yield {
        subject: { file: path },
        says: begun ? `${path} is the beginning of a change, and cannot be read: ${why}.` : `${path} cannot be read: ${why}.`,
        evidence: [],
        severity: begun ? ('error' as const) : ('warning' as const),
        confidence: 'proven' as const,
      };
    }
  },
  advice:
    'Restore it from git (git checkout -- .tidemark/receipts). If it was never committed: compare the files it may have changed with git, then delete it.',
});
