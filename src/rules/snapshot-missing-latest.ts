/** Has the newest migration no snapshot? */
import { hasTag } from '../compare/folder/intended.ts';
import { changesSchema, coverageOf, isHidden, newestOf, snapshotPath, tailOf } from '../compare/folder/snapshot-chain.ts';
import { askedAnew, makeAnew, triedEvidence } from '../compare/folder/tried.ts';
import type { Found, Intended } from '../model/index.ts';
import { rule } from '../model/rule.ts';

interface Missing extends Found {
  path: string;
  /** schema.ts lacks what the migrations do. */
  behind: boolean;
}

const named = ({ migration, actual }: Intended): boolean => migration.sql.ok || !actual.entry || hasTag(actual.entry);

export default rule({
  group: 'snapshots',
  severity: 'warning',
  title: 'The newest migration has no snapshot, so drizzle-kit generate proposes its change again',
  harm: 'The next generated migration repeats what is done already, and fails when it runs: "relation already exists", "column already exists".',
  background:
    'drizzle-kit knows the schema of the last migration from its snapshot alone; it reads neither the SQL nor a database. Migrations written by hand, by a script, or committed without the meta folder have none, and `drizzle-kit check` does not notice. `drizzle-kit generate --custom` makes an empty migration with a snapshot.',
  needs: ['folder', 'intended', 'snapshots'],
  wants: ['tried', 'sql'],
  *check({ folder, intended, snapshots, tried, sql }): Generator<Missing> {
    if (folder.layout === 'journal' && snapshots.some(isHidden)) return;
    const migrations = intended.filter(named).map((i) => i.migration);
    const tail = tailOf(coverageOf(folder, migrations, snapshots));
    const [first] = tail;
    const last = tail.at(-1);
    if (!first || !last) return;
    const path = snapshotPath(folder, last.name);
    const asked = askedAnew(tried, path);
    const start = newestOf(snapshots);
    const quiet = !tail.some((m) => changesSchema(m, sql.ok ? sql.value : null));
    // generate sees no difference although these migrations make one: schema.ts never had it.
    const behind = !quiet && asked?.answer.ok === true && asked.answer.value.nothing;
    const which =
      tail.length === 1
        ? `${last.name} has no snapshot`
        : `The last ${tail.length} migrations (${first.name} to ${last.name}) have no snapshot`;
    const from = start ? `the state of ${start.key}` : 'an empty schema';
    yield {
      subject: { migration: last.name, file: path },
      says: quiet
        ? `${which}; nothing in ${tail.length === 1 ? 'it' : 'them'} changes what drizzle-kit generate looks at, so only drizzle-kit up misses it.`
        : behind
          ? `${which}, and schema.ts does not have what ${tail.length === 1 ? 'it does' : 'they do'}: drizzle-kit generate sees no difference.`
          : `${which}, so the next drizzle-kit generate starts from ${from} and repeats what ${tail.length === 1 ? 'it does' : 'they do'}.`,
      evidence: [
        `${path} does not exist`,
        ...(start ? [`the newest snapshot is ${start.path}`] : ['no migration has a snapshot']),
        ...triedEvidence(asked),
      ],
      ...(quiet ? { severity: 'note' as const } : {}),
      path,
      behind,
    };
  },
  remedies: ({ path, behind }, { tried }) =>
    behind ? [] : makeAnew('snapshot-missing-latest', askedAnew(tried, path), 'the missing snapshot'),
  advice:
    'If the file was made and never committed, commit it. Otherwise make schema and migrations say the same (the evidence lists where they differ), then run repair. Or run drizzle-kit generate, check that everything it writes is done by the migrations already, empty the new SQL file and keep its snapshot.',
});
