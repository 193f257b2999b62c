/** The rows by which a history comes to say what is proven or stated, and no other change. */
import type { Decision } from '../../compare/audit/decided.ts';
import type { OtherFile } from '../../compare/audit/other-files.ts';
import { FIRST } from '../../compare/history/seen.ts';
import type { Line, Row, RowChange, Standing } from '../../model/index.ts';
import { evidenceRow, namedColumns } from './evidence-row.ts';

/** `others`: files of other systems that get a row too. */
export function adoptedRows(
  standing: Standing,
  decisions: readonly Decision[],
  others: readonly OtherFile[],
  line: Line,
): RowChange[] {
  const { table, migrations } = standing;
  const does = (name: string, what: Decision['does']) => decisions.some((d) => d.migration === name && d.does === what);
  const out = migrations
    .filter((m) => does(m.migration.name, 'take-out'))
    .flatMap((m) => m.rows.map(({ row }): RowChange => ({ before: row.values, after: null })));
  const own = migrations
    .map((m) => m.migration)
    .filter((m) => does(m.name, 'record'))
    .map((m): Row => evidenceRow(m, line, table));
  const added = [...othersRows(standing, others, line), ...own].map((row): RowChange => ({ before: null, after: row }));
  return [...out, ...added];
}

/** Their times lie below every migration's of the folder: above one of them, 0.x would never run that one. */
function othersRows({ table, migrations }: Standing, others: readonly OtherFile[], line: Line): Row[] {
  const recorded = new Set(table?.rows.map((r) => r.hash));
  const files = others.flatMap((o) =>
    o.file?.content.ok && !recorded.has(o.file.content.value.hash) ? [{ name: o.name, hash: o.file.content.value.hash }] : [],
  );
  const whens = migrations.flatMap(({ migration: { when } }) => (when === null ? [] : [when]));
  const first = whens.length > 0 ? Math.min(...whens) : FIRST + files.length;
  return files.map(({ name, hash }, i) => ({
    hash,
    created_at: String(first - files.length + i),
    ...namedColumns(name, line, table),
  }));
}
