/** Is the newest snapshot what the migrations make? */
import { astray, differenceWords } from '../compare/catalogs/declared.ts';
import type { Found } from '../model/index.ts';
import { keyOf } from '../model/index.ts';
import { rule } from '../model/rule.ts';

interface Astray extends Found {
  /** Nobody makes what it says, or makes it otherwise. */
  lacking: boolean;
}

export default rule({
  group: 'snapshots',
  severity: 'warning',
  title: 'The newest snapshot is not what the migrations make',
  harm: 'drizzle-kit compares schema.ts with the snapshot alone: what the snapshot says and no migration makes is never generated, and what it does not know is generated a second time.',
  background:
    'It comes from migrations that were edited after they were generated, from hand-written files, and from merged branches; of long real histories three in four are so. Objects that are written by hand and stand in no schema.ts (an index, a column of another program) are told as a note: drizzle-kit leaves them alone.',
  needs: ['snapshots', 'snapshot', 'replay'],
  wants: ['schema'],
  *check({ snapshots, snapshot, replay, schema }): Generator<Astray> {
    const file = snapshots.at(-1)?.path;
    if (file === undefined) return;
    const { unmade, unlike, unknown } = astray(snapshot.catalog, replay.final);
    const objects = schema.ok ? schema.value.catalog.objects : null;
    const twice = unknown.filter((d) => objects?.has(keyOf(d.kind, d.id)));
    const wrong = [...unmade, ...unlike];
    const all = [...wrong, ...unknown];
    if (all.length === 0) return;
    const parts = [
      unmade.length > 0 ? `no migration makes ${count(unmade)} of it` : '',
      unlike.length > 0 ? `${count(unlike)} ${unlike.length === 1 ? 'is' : 'are'} made otherwise` : '',
      unknown.length > 0 ? `it does not know ${count(unknown)} that they make` : '',
    ].filter(Boolean);
    yield {
      subject: { file },
      says: `${file} is not what the migrations make: ${parts.join(', ')}.`,
      evidence: all.map(
        (d) =>
          `${differenceWords(d, 'the snapshot', 'the migrations')}${twice.includes(d) ? '; schema.ts has it too, so generate would write it a second time' : ''}`,
      ),
      confidence: 'proven',
      severity: wrong.length + twice.length > 0 ? 'warning' : 'note',
      lacking: wrong.length > 0,
    };
  },
  remedies: ({ lacking }) =>
    lacking
      ? [
          {
            name: 'write',
            says: 'Shows the statements that no migration has. What the databases have already is taken into the folder by `npx tidemark reconcile`; the rest belongs into a file of `npx drizzle-kit generate --custom`.',
            change: [],
            command: 'npx tidemark diff migrations snapshot --sql',
          },
        ]
      : [],
  advice:
    'What schema.ts does not name can stay so. What it names would be generated a second time: run npx drizzle-kit generate now, take the statements out of the new file that an older migration runs already, and keep its snapshot.',
});

const count = (some: readonly unknown[]): string => (some.length === 1 ? 'one object' : `${some.length} objects`);
