/** The own folder makes all that the other one does: its files are put away, and its rows taken out. */
import { Problem } from '../../base/problem.ts';
import { leftOut } from '../../compare/folder/weave.ts';
import { joinedStanding } from '../../compare/history/joined-standing.ts';
import { tableName } from '../../compare/history/recorded.ts';
import type { RowChange, Woven } from '../../model/index.ts';
import { archived } from '../files/merge-files.ts';
import { rowsOf } from '../rows/merged-rows.ts';
import { rowsChange } from '../rows/right-row.ts';
import { drafted, elsewhere, type Ground, type Merged, rowChanges } from './ground.ts';
import { carriedNotes } from './notes.ts';

export function folded(ground: Ground): Merged {
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
          ...(lacking.value.wrote.length > 0
            ? [
                `Of them ${lacking.value.wrote.join(', ')} ${lacking.value.wrote.length === 1 ? 'writes' : 'write'} rows, which were not compared: on an empty database they may be missing.`,
              ]
            : []),
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
