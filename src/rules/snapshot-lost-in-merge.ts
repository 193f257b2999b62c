/** Do two migrations share the newest snapshot, so that one of them is not in it? */
import { keyOf, newestOf } from '../compare/folder/snapshot-chain.ts';
import { askedAnew, isWhole, makeAnew, triedEvidence } from '../compare/folder/tried.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';

interface Lost extends Found {
  path: string;
}

export default rule({
  group: 'snapshots',
  severity: 'warning',
  title: 'Two migrations share one snapshot file, and it holds the change of one of them',
  harm: 'drizzle-kit generate proposes the other one\'s change again, and the new migration fails: "already exists". drizzle-kit check says that everything is fine.',
  background:
    'Two branches generated a migration with the same number. The SQL files have different names and both survive the merge; the snapshots have the same name, so the merge kept one.',
  needs: ['folder', 'intended', 'snapshots'],
  wants: ['tried'],
  *check({ folder, intended, snapshots, tried }): Generator<Lost> {
    const newest = newestOf(snapshots);
    if (folder.layout !== 'journal' || !newest?.head.ok || isWhole(tried, newest.path)) return;
    const shared = intended.map((i) => i.migration).filter((m) => keyOf(m.name, folder.layout) === newest.key);
    const last = shared.at(-1);
    if (shared.length < 2 || !last) return;
    const asked = askedAnew(tried, newest.path);
    const shown = asked?.answer.ok && asked.answer.value.same && isWhole(tried, newest.path) === false;
    yield {
      subject: { migration: last.name, file: newest.path },
      says: `${shared.map((m) => m.name).join(' and ')} share ${newest.path}${shown ? ', which lacks the change of one of them' : ''}.`,
      evidence: [`drizzle-kit names a snapshot after the number, so there is one for ${newest.key}`, ...triedEvidence(asked)],
      confidence: shown ? 'derived' : 'suspected',
      path: newest.path,
    };
  },
  remedies: ({ path }, { tried }) => makeAnew('snapshot-lost-in-merge', askedAnew(tried, path), `${path} with both changes`),
  advice:
    'Make schema.ts say exactly what the migrations say, then run repair; or generate, check that everything it writes is done by the migrations already, empty the new SQL file and keep its snapshot.',
});
