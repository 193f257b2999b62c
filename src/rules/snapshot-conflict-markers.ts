/** Was a merge of a snapshot left unfinished? */
import { isHidden } from '../compare/folder/snapshot-chain.ts';
import { askedAnew, makeAnew, triedEvidence } from '../compare/folder/tried.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

interface Broken extends Found {
  path: string;
}

export default rule({
  group: 'snapshots',
  severity: 'error',
  title: 'A snapshot holds the marks of an unfinished merge',
  harm: 'drizzle-kit cannot read the file: generate and check stop, under 1.0 migrate too.',
  needs: ['folder', 'snapshots'],
  wants: ['tried'],
  *check({ snapshots, tried }): Generator<Broken> {
    for (const snapshot of snapshots) {
      const { path, head } = snapshot;
      if (head.ok || isHidden(snapshot) || head.because !== 'snapshot-conflict-markers') continue;
      yield { subject: { file: path }, says: `${head.why}.`, evidence: triedEvidence(askedAnew(tried, path)), path };
    }
  },
  remedies: ({ path }, { tried }) => makeAnew('snapshot-conflict-markers', askedAnew(tried, path), path),
  advice:
    'Two snapshots cannot be merged line by line. Take one side whole (git checkout --theirs -- <file>), then run doctor again: it says what the other side adds.',
});
