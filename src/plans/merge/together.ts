/** Both folders in one order: all migrations and all rows. */
import { Problem } from '../../base/problem.ts';
import { type Decision, decided, needsWords, type Words } from '../../compare/audit/decided.ts';
import { auditedIn } from '../../compare/audit/own-audit.ts';
import { recordable } from '../../compare/audit/recordable.ts';
import { checkNumbers, meant, placeOf } from '../../compare/folder/weave.ts';
import { crossed } from '../../compare/history/crossed.ts';
import { joinedStanding } from '../../compare/history/joined-standing.ts';
import { tableName } from '../../compare/history/recorded.ts';
import type { Standing, Woven } from '../../model/index.ts';
import { pendingNotes } from '../adopt-notes.ts';
import { decisionNotes } from '../decision-notes.ts';
import { mergedFiles } from '../files/merge-files.ts';
import { mergedRows } from '../rows/merged-rows.ts';
import { rowsChange } from '../rows/right-row.ts';
import { drafted, elsewhere, type Ground, type Merged, rowChanges } from './ground.ts';
import { carriedNotes, filesNotes } from './notes.ts';

export function together(ground: Ground, woven: readonly Woven[]): Merged {
  const { read, environment, merging, project, history, words, last, on } = ground;
  const { path } = merging;
  if (!merging.done)
    for (const [side, out] of [
      [merging.own, ''],
      [merging.other, ` --out ${path}`],
    ] as const)
      if (side.migrations.ok) checkNumbers(side.migrations.value, side.folder.path, out);
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
  const decisions = begunOnly(woven, joined.standing, decided(joined.standing, audited.value.own, renamed(words, woven)));
  const open = decisions.flatMap((d, i) => (d.does === 'ask' ? { ...d, migration: calledNow(woven[i], d.migration) } : []));
  if (open.length > 0)
    throw needsWords(open, `npx tidemark adopt --merge ${path}${on}${last.map((n) => ` --last ${n}`).join('')}`, words);
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
      came > 0 ? 'The rows of both tables in one, as Drizzle writes them.' : 'What is proven or stated, as Drizzle writes it.',
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
          ...decisionNotes(decisions, audited.value.own),
          ...pendingNotes(decisions, joined.standing, project.line, on),
          ...elsewhere(ground, woven),
        ]),
    decisions,
    map: files?.map ?? [],
  };
}

/** That a history goes on before it makes a migration pending only where it is the history of its own folder. */
function begunOnly(woven: readonly Woven[], { migrations }: Standing, decisions: readonly Decision[]): Decision[] {
  const begun = (other: boolean): boolean =>
    woven.some((w, i) => (w.from === 'other') === other && (migrations[i]?.rows.length ?? 0) > 0);
  return decisions.map((d, i) =>
    d.does === 'leave' && d.confidence === 'unproven' && !begun(woven[i]?.from === 'other') ? { ...d, does: 'ask' } : d,
  );
}

const calledNow = (one: Woven | undefined, name: string): string => (one ? placeOf(one) : name);

/** Names that migrations had, as well as those that they have then. */
function renamed(words: Words, woven: readonly Woven[]): Words {
  const now = (typed: string): string => meant(typed, woven).migration.name;
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
  const names = [...new Set(found.flatMap((f) => f.late))].map(placeOf);
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
