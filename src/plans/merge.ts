/** The plan that makes one of two Drizzle folders, and one of two history tables. */
import { Problem } from '../base/problem.ts';
import { checkTable } from '../compare/audit/adoptable.ts';
import { type Decision, decided, needsWords, unknownMigration, type Words } from '../compare/audit/decided.ts';
import { auditedIn } from '../compare/audit/own-audit.ts';
import { recordable } from '../compare/audit/recordable.ts';
import { checkAllRead, checkMergeable } from '../compare/folder/mergeable.ts';
import { isCalled, leftOut, weave } from '../compare/folder/weave.ts';
import { crossed } from '../compare/history/crossed.ts';
import { joinedStanding, timeAbove } from '../compare/history/joined-standing.ts';
import { tableName } from '../compare/history/recorded.ts';
import { subjectKey } from '../model/finding.ts';
import type { Change, Draft, History, Merging, Project, Readings, RowChange, TableName, Woven } from '../model/index.ts';
import { pendingNotes } from './adopt-notes.ts';
import { decisionHazards, decisionNotes } from './decision-notes.ts';
import { archived, mergedFiles } from './files/merge-files.ts';
import { carriedNotes, configNote, elsewhereNotes, filesNotes } from './merge-notes.ts';
import { madeAnew } from './rows/history-table.ts';
import { mergedRows, rowsOf } from './rows/merged-rows.ts';
import { rowsChange } from './rows/right-row.ts';

export interface Asked {
  environment: string;
  last: readonly string[];
  words: Words;
}

export interface Merged {
  verdict: string;
  /** null: it is one folder and one table already. */
  draft: Draft | null;
  decisions: Decision[];
  /** Files that have another place then. */
  map: { was: string; now: string }[];
}

interface Ground extends Asked {
  read: Readings;
  merging: Merging;
  project: Project;
  history: History;
  /** ` -e production`; empty where there is one environment. */
  on: string;
}

/** Throws a Problem where they cannot become one, or a person has to say something first. */
export function merge(read: Readings, asked: Asked): Merged {
  const { environment, last } = asked;
  if (!read.merging?.ok || !read.project?.ok)
    throw new Problem('folder-unreadable', 'The folders could not be read.', {
      why: `${(read.project?.ok === false ? read.project : read.merging?.ok === false ? read.merging : null)?.why ?? 'They were not looked at'}. Nothing was changed.`,
      fix: 'npx tidemark doctor',
    });
  const [merging, project] = [read.merging.value, read.project.value];
  checkMergeable(merging, project, read.surroundings);
  const on = environment === 'default' ? '' : ` -e ${environment}`;
  const histories = merging.done ? null : checkAllRead(read.histories);
  const woven = merging.woven ?? wovenAnew(merging, project, last, [...(histories?.values() ?? [])]);
  const one = read.histories?.ok ? read.histories.value.get(environment) : undefined;
  if (!one?.ok)
    throw new Problem('environment-not-read', `The history of ${environment || 'the database'} could not be read.`, {
      why: `${one?.why ?? 'It is not configured'}. Nothing was changed.`,
      fix: `npx tidemark doctor${on}`,
    });
  checkTable(one.value, on);
  const ground: Ground = { ...asked, read, merging, project, history: one.value, on };
  if (merging.done) return leftOut(merging).length > 0 ? folded(ground) : together(ground, woven);
  if (!merging.replayed.ok)
    throw new Problem('not-replayed', 'Whether the two folders run behind one another could not be tried.', {
      why: `${merging.replayed.why}. Nothing was changed.`,
      fix: 'npx tidemark audit',
    });
  return merging.replayed.value.failure === null ? together(ground, woven) : folded(ground);
}

/** What kept them from it while they were read is said here. */
function wovenAnew(
  { own, other, path }: Merging,
  { prefix }: Project,
  last: readonly string[],
  histories: readonly History[],
): Woven[] {
  const [ours, theirs] = [own.migrations, other.migrations].map((m) => (m.ok ? m.value : []));
  const all = [...(ours ?? []), ...(theirs ?? [])];
  return weave({
    own: ours ?? [],
    other: theirs ?? [],
    ownPath: own.folder.path,
    otherPath: path,
    last,
    prefix,
    fresh: timeAbove(all, histories),
  });
}

/** All migrations in one order. */
function together(ground: Ground, woven: readonly Woven[]): Merged {
  const { read, environment, merging, project, history, words, on } = ground;
  const { path } = merging;
  const joined = joinedStanding(
    history,
    woven.map((w) => w.migration),
    project.line,
  );
  const audited = auditedIn(read, environment);
  if (!audited.ok)
    throw new Problem('not-audited', `Nothing can be proven of ${environment}.`, {
      why: `${audited.why}. Nothing was changed.`,
      fix: `npx tidemark audit${on}`,
    });
  const decisions = decided(joined.standing, audited.value.own, renamed(words, woven, path));
  const open = decisions.filter((d) => d.does === 'ask');
  if (open.length > 0) throw needsWords(open, `npx tidemark adopt --merge ${path}${on}`);
  if (!merging.done) checkOrder(ground, woven, decisions);
  const files = merging.done ? null : mergedFiles(merging, woven);
  const rows = mergedRows(joined, decisions, project.line, words.by);
  const engine = merging.replayed.ok && !merging.done ? merging.replayed.value.engine : null;
  const came = joined.carried.length;
  const changes = [
    ...(files?.changes ?? []),
    ...rowChanges(
      ground,
      rows,
      `The rows of one history: ${came > 0 ? 'those of the other table among them, ' : ''}as Drizzle writes them.`,
      decisions,
    ),
    ...joined.tables.map(({ table }) => rowsChange(environment, table, [], '')),
  ];
  const brought = woven.filter((w) => w.from === 'other').length;
  const nothing = files === null && rows.length === 0;
  const pending = decisions.filter((d) => d.does === 'leave' || d.does === 'take-out').length;
  return {
    verdict: nothing
      ? `${path} is merged already, and the history of ${environment} says so.`
      : `${files ? `${brought} ${brought === 1 ? 'migration' : 'migrations'} of ${path} brought to ${merging.own.folder.path}` : `${path} was merged before`}${came > 0 ? `; ${came} ${came === 1 ? 'row' : 'rows'} carried over` : ''}.${pending > 0 ? ` ${pending} pending.` : ''}`,
    draft: nothing
      ? null
      : drafted(ground, changes, [
          ...(files ? filesNotes(merging, woven, files) : []),
          ...(engine ? [`Proven on ${engine}: the ${woven.length} migrations run in this order on an empty database.`] : []),
          ...carriedNotes(joined, tableName(history.configured)),
          ...decisionNotes(decisions, audited.value.own.proof?.engine ?? null),
          ...pendingNotes(decisions, joined.standing, project.line, on),
          ...elsewhere(ground, woven),
        ]),
    decisions,
    map: files?.map ?? [],
  };
}

/** The own folder makes all that the other one does: its files are put away, and its rows taken out. */
function folded(ground: Ground): Merged {
  const { merging, history, project, environment, on } = ground;
  const { own, path, archive, lacking, replayed, done } = merging;
  const failure = replayed.ok ? replayed.value.failure : null;
  if (!lacking?.ok || lacking.value.objects.length > 0)
    throw new Problem(
      'do-not-run-together',
      `${own.folder.path} and ${path} do not run behind one another on an empty database.`,
      {
        why: [
          ...(failure === null ? [] : [`In the order of their times: ${failure}.`]),
          lacking?.ok
            ? `Nor does ${own.folder.path} make by itself all that ${path} does; it lacks ${lacking.value.objects.slice(0, 6).join(', ')}${lacking.value.objects.length > 6 ? ` and ${lacking.value.objects.length - 6} more` : ''}.`
            : `Nor can it be shown that ${own.folder.path} makes by itself all that ${path} does: ${lacking?.why ?? 'it was not tried'}.`,
          'Nothing was changed.',
        ].join('\n'),
        fix: `One migration in place of them all: npx tidemark baseline${on} --archive\nWhat each of them left in the database: npx tidemark audit${on}`,
      },
    );
  const gone = leftOut(merging);
  const ours = own.migrations.ok ? own.migrations.value : [];
  const joined = joinedStanding(history, ours, project.line);
  const out = rowsOf(environment, history.table, project.line, { own: ours, gone });
  const came = joined.carried.map(({ row }): RowChange => ({ before: null, after: row.values }));
  const rows = [...out, ...came];
  const changes = [
    ...(done ? [] : archived(merging, new Set())),
    ...rowChanges(ground, rows, `Only rows of ${own.folder.path} are left.`, []),
    ...joined.tables.map(({ table }) => rowsChange(environment, table, [], '')),
  ];
  const nothing = done && rows.length === 0;
  return {
    verdict: nothing
      ? `${path} is merged already, and the history of ${environment} holds none of its rows.`
      : `${own.folder.path} makes all that ${path} does${out.length > 0 ? `; ${out.length} of its rows taken out` : ''}${came.length > 0 ? `; ${came.length} ${came.length === 1 ? 'row' : 'rows'} carried over` : ''}.`,
    draft: nothing
      ? null
      : drafted(ground, changes, [
          ...(failure === null ? [] : [`The two do not run behind one another: ${failure}.`]),
          `Proven on ${lacking.value.engine}: every object that the ${gone.length} migrations of ${path} make is made by ${own.folder.path} as well. So none of them is brought along.`,
          ...(done ? [] : [`${path} is kept in ${archive}/, where Drizzle does not look.`]),
          ...(out.length > 0
            ? [
                `${out.length === 1 ? 'The row' : `The ${out.length} rows`} of ${path} in ${tableName(history.configured)} ${out.length === 1 ? 'names' : 'name'} no migration any more: Drizzle 0.x passes over such rows, and 1.0 refuses to upgrade a table that holds one. The receipt keeps ${out.length === 1 ? 'it' : 'them'}.`,
              ]
            : []),
          ...carriedNotes(joined, tableName(history.configured)),
          `What of ${own.folder.path} is there and not recorded: npx tidemark adopt${on}`,
          ...elsewhere(
            ground,
            ours.map((m): Woven => ({ migration: m, was: m, from: 'own' })),
          ),
        ]),
    decisions: [],
    map: [],
  };
}

function drafted({ environment, merging, read, project }: Ground, changes: Change[], notes: string[]): Draft {
  const configs = read.surroundings?.ok && !merging.done ? read.surroundings.value.configs : [];
  const subject = subjectKey({ file: merging.path });
  return {
    environment,
    changes,
    notes: [...notes, ...configNote(configs, project.drizzleConfig, merging.path)],
    expects: merging.done
      ? []
      : [
          {
            says: `several-drizzle-folders has nothing to say about ${subject} any more.`,
            rule: 'several-drizzle-folders',
            subject,
          },
        ],
    unseen: [],
  };
}

function rowChanges(
  { read, environment, history, project }: Ground,
  rows: RowChange[],
  says: string,
  decisions: readonly Decision[],
): Change[] {
  if (rows.length === 0) return [];
  const { table, configured } = history;
  const server = read.servers?.ok ? read.servers.value.get(environment) : undefined;
  const schemas = server?.ok ? server.value.schemas : [];
  const where: TableName = table ?? configured;
  const hazards = new Set([
    ...decisionHazards(decisions),
    ...(rows.some((r) => r.before !== null) ? (['rewrites-history'] as const) : []),
  ]);
  return [
    ...(table ? [] : madeAnew(environment, configured, project.line, schemas.includes(configured.schema))),
    { ...rowsChange(environment, where, rows, says), ...(hazards.size > 0 ? { hazards: [...hazards] } : {}) },
  ];
}

function elsewhere({ read, environment, merging, project }: Ground, woven: readonly Woven[]): string[] {
  if (merging.done) return [];
  const migrations = woven.map((w) => w.migration);
  const others = [...(read.histories?.ok ? read.histories.value : [])].flatMap(([name, h]) => {
    if (!h.ok) return [];
    const { standing } = joinedStanding(h.value, migrations, project.line);
    const ran = standing.migrations.flatMap((m) =>
      m.rows.length > 0 ? [{ name: m.migration.name, when: m.migration.when ?? 0 }] : [],
    );
    return [[name, { history: h.value, ran }] as const];
  });
  return elsewhereNotes(environment, merging.path, new Map(others));
}

/** Names that migrations had, as well as those that they have then. */
function renamed(words: Words, woven: readonly Woven[], path: string): Words {
  const now = (typed: string): string => {
    const found = woven.filter((w) => isCalled(w, typed, path));
    const [one] = found.filter((w) => w.migration.name === typed).concat(found);
    if (one && (found.length === 1 || one.migration.name === typed)) return one.migration.name;
    if (found.length === 0)
      throw unknownMigration(
        typed,
        woven.map((w) => w.migration.name),
      );
    throw new Problem('unknown-migration', `${typed} fits ${found.length} migrations.`, {
      why: `They are called ${found.map((w) => w.migration.name).join(' and ')} then. Nothing was changed.`,
      fix: `Type the one that is meant: ${found.map((w) => w.migration.name).join(', or ')}`,
    });
  };
  return { ...words, ran: words.ran.map(now), notRun: words.notRun.map(now) };
}

/** In every environment: the files are changed for all of them. */
function checkOrder(
  { read, environment, merging, project, on, last }: Ground,
  woven: readonly Woven[],
  decisions: readonly Decision[],
): void {
  const migrations = woven.map((w) => w.migration);
  const found = [...(read.histories?.ok ? read.histories.value : [])].flatMap(([name, h]) => {
    if (!h.ok) return [];
    const { standing } = joinedStanding(h.value, migrations, project.line);
    const audited = auditedIn(read, name);
    const ran = (one: string): boolean | null => {
      if (name === environment) return decisions.some((d) => d.migration === one && (d.does === 'record' || d.does === 'keep'));
      if (standing.migrations.some((m) => m.migration.name === one && m.rows.length > 0)) return true;
      const judged = audited.ok ? audited.value.own.migrations.find((m) => m.migration === one) : undefined;
      const course = audited.ok && judged ? recordable(judged, audited.value.own).course : 'ask';
      return course === 'ask' ? null : course === 'record';
    };
    const late = crossed(woven, ran);
    const recorded = woven.findLast((w) => ran(w.migration.name) === true);
    return late.length > 0 ? [{ name, late, behind: recorded?.was.name ?? '' }] : [];
  });
  if (found.length === 0) return;
  const names = [...new Set(found.flatMap((f) => f.late))].map((w) =>
    w.from === 'other' ? `${merging.path}/${w.was.name}` : w.was.name,
  );
  throw new Problem('order-contradicted', 'The times of the two journals give an order that the databases contradict.', {
    why: [
      ...found.map(
        ({ name, late, behind }) =>
          `${name} has not run ${late.map((w) => w.was.name).join(', ')}, and has run ${behind}, which is newer.`,
      ),
      'In one folder the stock migrator would never run what is older than the newest recorded one. Nothing was changed.',
    ].join('\n'),
    fix: [
      `Put ${names.length === 1 ? 'it' : 'them'} behind all others: npx tidemark adopt --merge ${merging.path}${on} ${[...new Set([...last, ...names])].map((n) => `--last ${n}`).join(' ')}`,
      'Or let those environments run what is missing first, then run the same command again.',
    ].join('\n'),
  });
}
