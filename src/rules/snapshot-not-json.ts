/** Is a snapshot no JSON? */
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
  title: 'A snapshot is not JSON',
  harm: 'drizzle-kit cannot read the file: generate and check stop with a JSON error, under 1.0 migrate too.',
  needs: ['folder', 'snapshots'],
  wants: ['tried'],
  *check({ snapshots, tried }): Generator<Broken> {
    for (const snapshot of snapshots) {
      const { path, head } = snapshot;
      if (head.ok || isHidden(snapshot) || head.because !== 'snapshot-not-json') continue;
      yield { subject: { file: path }, says: `${head.why}.`, evidence: triedEvidence(askedAnew(tried, path)), path };
    }
  },
  remedies: ({ path }, { tried }) => makeAnew('snapshot-not-json', askedAnew(tried, path), path),
  advice: 'Restore it from git: git log --oneline -- <file>, then git checkout <commit> -- <file>.',
});
