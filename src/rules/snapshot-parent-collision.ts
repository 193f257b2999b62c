/** Do two snapshots follow the same one? */
import { collisionsOf, type Linked, linksOf, newestOf } from '../compare/folder/snapshot-chain.ts';
import { askedAnew, isWhole, makeAnew, triedEvidence } from '../compare/folder/tried.ts';
import type { Found } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { chained } from '../plans/files/snapshot-edit.ts';

interface Colliding extends Found {
  members: Linked[];
}

export default rule({
  group: 'snapshots',
  severity: 'error',
  title: 'Two snapshots name the same parent, so drizzle-kit generate refuses to work',
  harm: 'drizzle-kit generate writes nothing and still ends with status 0; drizzle-kit check ends with 1. The next change of the schema gets no migration.',
  background:
    'It happens when two branches each generate a migration and both are merged. `migrate` does not look at snapshots and goes on working. Deleting one of the two migrations is the usual advice, and breaks every database that ran it.',
  needs: ['folder', 'snapshots'],
  wants: ['tried'],
  *check({ folder, snapshots, tried }): Generator<Colliding> {
    if (folder.layout !== 'journal') return;
    const newest = newestOf(snapshots)?.path ?? '';
    for (const { parent, members } of collisionsOf(snapshots)) {
      const paths = members.map((m) => m.snapshot.path);
      const last = members.at(-1);
      const whole = isWhole(tried, newest);
      const asked = last && last.snapshot.path === newest && whole !== true ? askedAnew(tried, newest) : undefined;
      yield {
        subject: { file: paths[1] ?? '' },
        says: `${paths.join(' and ')} name the same parent, ${parent}.`,
        evidence: [
          ...members.map((m) => `${m.snapshot.path}: id ${m.head.id}, prevId ${parent}`),
          ...(whole
            ? [`${newest} says all that the schema says: generate, started from it, has nothing to write`]
            : triedEvidence(asked)),
        ],
        members,
      };
    }
  },
  remedies: ({ members }, { snapshots, tried }) => {
    const newest = newestOf(snapshots)?.path ?? '';
    const later = members[1];
    if (!later) return [];
    const asked = askedAnew(tried, newest);
    const links = linksOf(snapshots);
    const goesOn = asked?.trial.start === newest && asked.answer.ok && asked.answer.value.same;
    if (isWhole(tried, newest) || goesOn) {
      const change = chained(links, later);
      return change.length === 0
        ? []
        : [
            {
              name: 're-parent',
              says: `Make each snapshot from ${later.snapshot.path} on follow the one before it; the ids stay, and the newest already holds both changes.`,
              change,
            },
          ];
    }
    if (asked && later.snapshot.path === newest)
      return makeAnew('snapshot-parent-collision', asked, `${newest} with both changes`);
    if (!tried.ok || asked === undefined || asked.answer.ok) return [];
    return [
      {
        name: 're-parent',
        says: `Make each snapshot follow the one before it; whether the newest holds both changes only the project's own drizzle-kit can say: ${asked.answer.why}.`,
        change: [],
        command: 'npx tidemark explain snapshot-parent-collision',
        needs: "the project's packages and its schema",
      },
    ];
  },
  advice:
    "Where the later snapshot lacks the earlier one's change and the schema says more than both: delete the later migration if no database has run it, and generate it again; otherwise make schema.ts say exactly what the migrations say, run repair, then go on.",
});
