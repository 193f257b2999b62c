/** One migration that creates all that is live, proven, in place of the older history. */
import { sha256 } from '../base/fingerprint.ts';
import { flagOf } from '../base/flag.ts';
import { Problem } from '../base/problem.ts';
import { checkElsewhere } from '../compare/audit/adoptable.ts';
import { proofOf, type WayProof, weighing } from '../compare/catalogs/way-proof.ts';
import type { Baseline, Change, Command, Difference, EvidenceKey, FactClass, Migration, Read, Readings } from '../model/index.ts';
import { flag, flagged } from '../model/index.ts';
import { type Beside, baselineNotes, besides, equalNotes, lacking } from '../plans/baseline-notes.ts';
import { baselineFiles, baselineName, baselineText, baselineTime } from '../plans/files/baseline-files.ts';
import { baselineSnapshot } from '../plans/files/baseline-snapshot.ts';
import { baselineRows } from '../plans/rows/baseline-rows.ts';
import type { Proven } from '../plans/rows/proven-row.ts';

export interface BaselineData extends Beside {
  environment: string;
  /** What it is called, and how many statements it has; null: it is there already and only has to be recorded. */
  migration: { name: string; file: string; statements: number } | null;
  proof: WayProof | null;
  /** Where the older files go. */
  archive: string | null;
  /** Roles that have to be there where it runs. */
  roles: string[];
}

/** What one migration can hold and a snapshot of the catalog can show; owners are left to whoever runs it. */
const WEIGHED: readonly FactClass[] = ['structural', 'access'];

export default {
  name: 'baseline',
  says: 'one migration that creates all that is live, proven, in place of the older history',
  about: [
    'It is made from what the database says, not from schema.ts: every kind of object in an order that replays, tried on a shadow and',
    'read back equal to the live schema; otherwise nothing is written. Its snapshot is what schema.ts says, so that the next generate',
    'drops nothing that schema.ts does not know. The environment gets one history row for it, in place of those of the older migrations.',
    'A baseline beside the migrations that it stands for would create everything twice on an empty database, so there is no way to keep',
    'them where they are: --archive moves them to a folder that Drizzle does not read. Every other environment is recorded by the same',
    'command with its own -e, once its schema is equal: what was not proven there is never written there.',
  ].join('\n'),
  changes: true,
  one: true,
  flags: [
    { name: 'name', value: '<word>', says: 'what the migration is called (default: baseline)' },
    { name: 'archive', says: 'move the older migrations to a folder that Drizzle does not read' },
  ],
  sees: [
    'project',
    'environments',
    'folder',
    'journal',
    'migrations',
    'intended',
    'sql',
    'histories',
    'servers',
    'standings',
    'started',
    'now',
    'catalogs',
    'baseline',
  ],
  think(read, args) {
    const environment = args.environments[0] ?? '';
    const word = named(flag(args, 'name') ?? 'baseline', environment);
    const project = need(read, 'project', environment);
    const folder = need(read, 'folder', environment);
    const baseline = need(read, 'baseline', environment);
    const history = inEnvironment(read.histories, environment);
    const standing = inEnvironment(read.standings, environment);
    checkElsewhere(read, history, environment, flagOf(environment));
    const server = inEnvironment(read.servers, environment);
    const migrations = need(read, 'migrations', environment);
    const ground = { table: history.table, configured: history.configured, schemas: server.schemas };
    const data: BaselineData = {
      environment,
      migration: null,
      proof: null,
      archive: null,
      roles: baseline.way.roles,
      ...besides(baseline),
    };
    const others = (read.environments?.ok ? read.environments.value : []).map((e) => e.name).filter((n) => n !== environment);

    const first = migrations[0];
    const later = standing.migrations.slice(1).filter((m) => m.rows.length > 0);
    if (first && isThere(first, word, baseline) && !(later.length > 0 && flagged(args, 'archive'))) {
      if (standing.migrations[0]?.rows.length)
        return nothing(`${first.name} creates what ${environment} holds, and is recorded there.`, data);
      if (later.length > 0) throw recordsLater(environment, first.name, later.length);
      return draft(
        `${first.name} is recorded in ${environment}: it creates what is there.`,
        environment,
        baselineRows(environment, project.line, ground, provenOf(first)),
        equalNotes(environment, first.name, baseline),
        data,
      );
    }

    if (baseline.way.statements.length === 0)
      throw new Problem('nothing-to-create', `There is nothing in ${environment} that a migration could create.`, {
        why: 'A baseline is made from what exists in the database.',
        fix: 'npx tidemark migrate',
      });
    if (folder.files.length > 0 && !flagged(args, 'archive')) {
      if (first && isNamed(first, word) && baseline.first?.ok)
        throw unlike(environment, first.name, weighing(baseline.first.value, WEIGHED));
      throw new Problem('older-history', `${folder.path} holds ${plural(folder.files.length)}.`, {
        why: 'On an empty database they would run before the baseline, and it would create everything a second time.',
        fix: `Move them out of Drizzle’s way: npx tidemark baseline${flagOf(environment)} --archive`,
      });
    }
    const proof = proofOf(baseline.way, WEIGHED, 'an empty database');
    if (proof.confidence === 'unproven') throw unproven(environment, proof);
    if (!baseline.schema.ok)
      throw new Problem('no-snapshot', 'Nobody can say what the snapshot of the baseline has to hold.', {
        why: `It is what drizzle-kit makes of schema.ts, and ${baseline.schema.why}.`,
        fix: 'Make `npx drizzle-kit generate` work here, then run the same command again.',
      });

    const text = baselineText(baseline.way.statements, project.breakpoints);
    const recorded = (history.table?.rows ?? []).map((r) => r.createdAt);
    const when = baselineTime(project.line, migrations, recorded, read.now?.ok ? read.now.value : 0);
    // A journal that names it alone counts from 0.
    const name = baselineName(project, null, word, when);
    const file = project.layout === 'dated' ? `${folder.path}/${name}/migration.sql` : `${folder.path}/${name}.sql`;
    const last = migrations.at(-1)?.name ?? 'older';
    const away = folder.files.length > 0 ? `${folder.path}/archive-${last}` : null;
    const snapshot = baselineSnapshot(baseline.schema.value.snapshot, lacking(baseline));
    Object.assign(data, { migration: { name, file, statements: baseline.way.statements.length }, proof, archive: away });
    return draft(
      `${name} creates all that ${environment} holds, and is recorded there. Proven on ${proof.engine}.`,
      environment,
      [
        ...baselineFiles(project, folder, { migration: { name, file, text, when }, snapshot }, away),
        ...baselineRows(environment, project.line, ground, { name, hash: sha256(text), when }),
      ],
      baselineNotes(data, others, { rows: history.table?.rows.length ?? 0, wrote: writing(read, migrations) }),
      data,
    );
  },
} satisfies Command<BaselineData>;

type Answered = ReturnType<Command<BaselineData>['think']>;

const nothing = (verdict: string, data: BaselineData): Answered => ({
  kind: 'proposal',
  verdict,
  plan: null,
  findings: [],
  unchecked: [],
  data,
});

const draft = (verdict: string, environment: string, changes: Change[], notes: string[], data: BaselineData): Answered => ({
  kind: 'proposal',
  verdict,
  plan: { draft: { environment, changes, notes, expects: [], unseen: [] } },
  findings: [],
  unchecked: [],
  data,
});

function named(word: string, environment: string): string {
  const fine =
    word.length > 0 && [...word].every((c) => (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c === '_' || c === '-');
  if (fine) return word;
  throw new Problem('bad-name', `"${word}" is no name for a migration.`, {
    why: 'It becomes a file’s name: letters from a to z, digits, _ and -.',
    fix: `npx tidemark baseline${flagOf(environment)} --name baseline`,
  });
}

function need<K extends EvidenceKey>(read: Readings, key: K, environment: string): Extract<Readings[K], { ok: true }>['value'] {
  const one = read[key];
  if (one?.ok) return one.value as Extract<Readings[K], { ok: true }>['value'];
  throw unreadable(environment, one?.why ?? 'it was not read');
}

function inEnvironment<T>(all: Read<ReadonlyMap<string, Read<T>>> | undefined, environment: string): T {
  const one = all?.ok ? all.value.get(environment) : undefined;
  if (one?.ok) return one.value;
  throw unreadable(environment, one?.why ?? (all?.ok === false ? all.why : 'It is not configured.'));
}

const unreadable = (environment: string, why: string): Problem =>
  new Problem('environment-not-read', `No baseline can be made of ${environment || 'the database'}.`, {
    why,
    fix: 'npx tidemark doctor',
  });

const plural = (count: number): string => (count === 1 ? 'an older migration' : `${count} older migrations`);

/** A baseline is there already, and here is something else. */
const unlike = (environment: string, name: string, remains: readonly Difference[]): Problem =>
  new Problem('not-equal', `${environment} does not hold what ${name} creates, so it is not recorded there.`, {
    why: told(remains).join('\n'),
    fix: `npx tidemark diff migrations ${environment} --sql\nOnce they are alike: npx tidemark baseline${flagOf(environment)}\nOr a new one of what is there: npx tidemark baseline${flagOf(environment)} --archive`,
  });

const unproven = (environment: string, { why, engine, remains }: WayProof): Problem =>
  new Problem('unproven-baseline', `No migration was found that creates what ${environment} holds.`, {
    why: [`Unproven${engine ? ` (tried on ${engine})` : ''}: ${why}.`, ...told(remains)].join('\n'),
    fix: 'Change in the database what is named there, then run the same command again.',
  });

/** `left`: what the migration makes; `right`: what is live. */
const told = (remains: readonly Difference[]): string[] => [
  ...remains.slice(0, 10).map((d) => `${d.kind.replaceAll('-', ' ')} ${d.id}: ${saying(d)}.`),
  ...(remains.length > 10 ? [`… and ${remains.length - 10} more.`] : []),
];

const saying = ({ is, facts }: Difference): string =>
  is === 'right-only'
    ? 'only in the database'
    : is === 'left-only'
      ? 'not in the database'
      : facts.map((f) => `its ${f.says} is another`).join(', ');

/** The folder's first migration is a baseline of this very schema. */
const isThere = (first: Migration, word: string, { first: against }: Baseline): boolean =>
  isNamed(first, word) && against?.ok === true && weighing(against.value, WEIGHED).length === 0;

const isNamed = ({ name }: Migration, word: string): boolean => name === word || name.endsWith(`_${word}`);

/** Of which the parser says that they write rows. */
const writing = (read: Readings, migrations: readonly Migration[]): string[] =>
  migrations.flatMap(({ name, file }) => {
    const facts = read.sql?.ok && file !== null ? read.sql.value.get(file) : undefined;
    return facts?.statements.some((s) => s.data) ? [name] : [];
  });

const recordsLater = (environment: string, first: string, count: number): Problem =>
  new Problem(
    'history-goes-on',
    `${environment} has ${count === 1 ? 'a recorded migration' : `${count} recorded migrations`} behind ${first}, and no row for it.`,
    {
      why: 'Their files stay where they are, so their rows stay too. Nothing was changed.',
      fix: `npx tidemark rebuild-history${flagOf(environment)} --ran ${first}\nOr a new baseline in place of all of them: npx tidemark baseline${flagOf(environment)} --archive`,
    },
  );

function provenOf({ name, sql, when }: Migration): Proven {
  if (sql.ok && when !== null) return { name, hash: sql.value.hash, when };
  throw new Problem('migration-incomplete', `${name} cannot be recorded.`, {
    why: sql.ok ? 'The folder does not say when it was made.' : sql.why,
    fix: 'npx tidemark doctor',
  });
}
