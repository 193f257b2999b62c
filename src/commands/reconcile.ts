/** Drift into one migration: what is missing is made, what is there besides becomes part of the folder. */
import { sha256 } from '../base/fingerprint.ts';
import { flagOf } from '../base/flag.ts';
import { auditedIn } from '../compare/audit/own-audit.ts';
import {
  checkAlone,
  checkHistory,
  checkNames,
  checkWords,
  inEnvironment,
  need,
  snapshotOf,
  unproven,
} from '../compare/catalogs/reconcilable.ts';
import { type NamedSystem, systemNamed } from '../legacy/system-named.ts';
import { flag } from '../model/command.ts';
import { subjectKey } from '../model/finding.ts';
import type { Change, Command, Read, Reconciled, Reconciliation, SchemaLines } from '../model/index.ts';
import { baselineName, baselineText, baselineTime } from '../plans/files/baseline-files.ts';
import { nextMigrationFiles, nextMigrationRow } from '../plans/files/next-migration.ts';
import { type LegacyPart, legacyChanges, legacyParts } from '../plans/next-legacy-files.ts';
import { nextLegacyNotes } from '../plans/next-legacy-notes.ts';
import { databasePart } from '../plans/reconcile-changes.ts';
import { becomesWords, count, reconcileNotes } from '../plans/reconcile-notes.ts';

export interface ReconcileData {
  environment: string;
  objects: Pick<Reconciled, 'object' | 'is' | 'does' | 'by'>[];
  /** What runs in the database. */
  statements: string[];
  /** null: the folder needs none. */
  migration: { name: string; file: string; statements: string[] } | null;
  /** Where it was tried; null: there was nothing to try. */
  engine: string | null;
  /** What schema.ts does not say of what the folder makes then; null: nobody could tell. */
  unsaid: string[] | null;
  /** Of that, what it takes over from the database: to be written into schema.ts. */
  lacking: string[];
  /** With --into schema: the lines for it, as drizzle-kit writes them; not ok: there are none that were tried and held. */
  lines: Read<SchemaLines> | null;
  /** With --as legacy: the other system, and its next files. */
  system: {
    tool: string;
    folder: string;
    files: { path: string; does: LegacyPart['does']; there: boolean; statements: string[] }[];
  } | null;
}

export default {
  name: 'reconcile',
  says: 'drift into one migration: what is missing is made, what is there besides becomes part of the folder',
  about: [
    'The live schema is held against what its migrations make. What the folder makes and the database lacks is made there: by the original',
    'statements where they can run, else by new ones. What is there and no migration makes goes into one new migration of the folder, recorded',
    'where it is true already, so that other databases get it too; the same with what was changed by hand. Nothing is dropped or put back',
    'that you do not name with --drop. All of it is tried on a copy of the live schema first: unless that is then what the folder makes,',
    'nothing is planned. Statements that only write rows are never run again.',
    'With --as legacy the statements become the next numbered file of the other migration system here instead; its own runner runs it, or',
    'you mark it there as run. Neither the database nor any history is changed then. Owners and grants are left alone in either form.',
  ].join('\n'),
  changes: true,
  one: true,
  flags: [
    { name: 'name', value: '<word>', says: 'what the migration is called (default: reconcile)' },
    {
      name: 'drop',
      value: '<object>',
      says: 'drop it, or put it back when it was changed by hand: public.notes, "index public.notes_by_hand"',
      repeat: true,
    },
    {
      name: 'as',
      value: 'legacy',
      says: 'write the next file of the other migration system instead; legacy:<folder> where there are several',
    },
    { name: 'into', value: 'schema', says: 'change nothing; show the lines that schema.ts lacks' },
  ],
  sees: [
    'project',
    'environments',
    'folder',
    'journal',
    'migrations',
    'intended',
    'histories',
    'servers',
    'standings',
    'started',
    'now',
    'catalogs',
    'replay',
    'legacies',
    'audits',
    'reconciliation',
  ],
  objects: ({ flags }) => flags.get('drop') ?? [],
  aim: ({ flags }) => flags.get('as')?.at(-1) ?? flags.get('into')?.at(-1),
  looksAgainAt: [
    'project',
    'environments',
    'folder',
    'journal',
    'migrations',
    'intended',
    'histories',
    'servers',
    'standings',
    'now',
    'catalogs',
    'replay',
  ],
  think(read, args) {
    const environment = args.environments[0] ?? '';
    const on = flagOf(environment);
    const word = flag(args, 'name') ?? 'reconcile';
    const typed = flag(args, 'as');
    checkWords(word, flag(args, 'into'), typed);
    const system = typed === undefined ? null : systemNamed(inEnvironment(read.legacies, environment), typed, on);
    const project = need(read, 'project', environment);
    const folder = need(read, 'folder', environment);
    const migrations = need(read, 'migrations', environment);
    const journal = read.journal?.ok ? read.journal.value : null;
    const history = inEnvironment(read.histories, environment);
    checkHistory(inEnvironment(read.standings, environment), environment, on);
    const found = need(read, 'reconciliation', environment);
    const data: ReconcileData = {
      environment,
      objects: found.objects.map(({ object, is, does, by }) => ({ object, is, does, by })),
      statements: found.database.map((s) => s.sql),
      migration: null,
      engine: found.proof.ok && found.objects.length > 0 ? found.proof.value.engine : null,
      unsaid: found.unsaid.ok ? found.unsaid.value : null,
      lacking: lackingIn(found),
      lines: found.lines ?? null,
      system: system && { tool: system.history.tool, folder: system.history.folder, files: [] },
    };
    if (!found.proof.ok) throw unproven(environment, found);
    if (found.objects.length === 0)
      return nothing(
        `${environment} is what the folder ${system ? `and ${system.history.folder} make` : 'makes'}. Owners and grants were not compared.`,
        data,
      );
    checkNames(found, on);
    checkAlone([...found.database, ...found.migration]);
    if (system) return asLegacy(found, system, word, data);

    const rows = history.table?.rows ?? [];
    const when = baselineTime(
      project.line,
      migrations,
      rows.map((r) => r.createdAt),
      read.now?.ok ? read.now.value : 0,
    );
    const name = baselineName(project, journal, word, when);
    const file = project.layout === 'dated' ? `${folder.path}/${name}/migration.sql` : `${folder.path}/${name}.sql`;
    const changes: Change[] = databasePart(environment, found);
    if (found.migration.length > 0) {
      data.migration = { name, file, statements: found.migration.map((s) => s.sql) };
      if (flag(args, 'into') === 'schema')
        return nothing(`schema.ts lacks ${count(data.lacking.length)} of what the folder makes then.`, data);
      if (!history.table) throw new Error('every migration is applied, and there is no history table');
      const text = baselineText(found.migration, project.breakpoints);
      changes.push(
        ...nextMigrationFiles(
          project,
          folder,
          journal,
          { migration: { name, file, text, when }, snapshot: snapshotOf(found) },
          `${name} makes what no migration made.`,
        ),
        nextMigrationRow(environment, project.line, history.table, { name, hash: sha256(text), when }),
      );
    } else if (flag(args, 'into') === 'schema')
      return nothing('No migration is needed, so schema.ts lacks nothing for it.', data);
    const others = (read.environments?.ok ? read.environments.value : []).map((e) => e.name);
    const audited = auditedIn(read, environment);
    return {
      kind: 'proposal',
      verdict: becomesWords(found, data.migration?.name ?? null),
      plan: {
        draft: {
          environment,
          changes,
          notes: reconcileNotes(found, { name, others, audit: audited.ok ? audited.value.own : null, on }),
          expects: found.objects.map(({ object }) => ({
            says: `${object} is what the migrations make.`,
            rule: 'environment-drift',
            subject: subjectKey({ object }, environment),
          })),
          unseen: [],
        },
      },
      findings: [],
      unchecked: [],
      data,
    };
  },
} satisfies Command<ReconcileData>;

/** The plan changes files alone: what runs them, and what is told that they ran, is the other system's. */
function asLegacy(
  found: Reconciliation,
  system: NamedSystem,
  word: string,
  data: ReconcileData,
): ReturnType<Command<ReconcileData>['think']> {
  const { environment } = found;
  const { tool, folder } = system.history;
  const parts = legacyParts(found, system, word);
  const files = parts.map(({ does, file, there, statements }) => ({ path: file.path, does, there, statements }));
  data.system = { tool, folder, files };
  const changes = legacyChanges(parts, system, environment);
  const names = parts.map((part) => part.file.path).join(' and ');
  if (changes.length === 0)
    return nothing(`${names} ${parts.length === 1 ? 'holds' : 'hold'} these statements already: they are for ${tool} now.`, data);
  const open = parts.filter((part) => !part.there);
  return {
    kind: 'proposal',
    verdict: open
      .map(({ does, file }) =>
        does === 'run'
          ? `${file.path} is for ${tool} to run in ${environment}.`
          : `${file.path} is for you to mark as run in ${environment}.`,
      )
      .join(' '),
    plan: { draft: { environment, changes, notes: nextLegacyNotes(found, system, parts), expects: [], unseen: [] } },
    findings: [],
    unchecked: [],
    data,
  };
}

const nothing = (verdict: string, data: ReconcileData): ReturnType<Command<ReconcileData>['think']> => ({
  kind: 'proposal',
  verdict,
  plan: null,
  findings: [],
  unchecked: [],
  data,
});

/** Of what it takes over, what schema.ts does not say. */
const lackingIn = ({ objects, unsaid }: Reconciliation): string[] =>
  unsaid.ok ? objects.filter((o) => o.does === 'adopt' && unsaid.value.includes(o.object)).map((o) => o.object) : [];
