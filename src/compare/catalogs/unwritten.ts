/** Statements for what pg-delta writes none for: extended statistics, how columns are stored, what a table is clustered on. */
import type { Comparison, Difference, WayStatement } from '../../model/index.ts';
import { literal } from '../../sql/quote.ts';

/** `reached`: what there is (left) against what there should be (right). */
export const unwritten = (reached: Comparison): WayStatement[] =>
  reached.differences
    .filter((d) => d.class !== 'platform' && !d.within)
    .flatMap(statementsFor)
    .map((sql) => ({ sql: `${sql};`, destroys: false, rewrites: false, alone: false }));

function statementsFor(difference: Difference): string[] {
  if (difference.kind === 'statistics-object') return statistics(difference);
  if (difference.kind === 'column') return column(difference);
  return difference.kind === 'index' || difference.kind === 'constraint' ? clustered(difference) : [];
}

function statistics({ id, left, right, facts }: Difference): string[] {
  const definition = right?.facts['definition'];
  const target = right?.facts['target'];
  const comment = right?.facts['comment'];
  const redone = left === null || facts.some((f) => f.fact === 'definition');
  const sql: string[] = [];
  if (left && redone) sql.push(`DROP STATISTICS ${id}`);
  if (definition && redone) sql.push(definition);
  if (right && (redone ? target : facts.some((f) => f.fact === 'target')))
    sql.push(`ALTER STATISTICS ${id} SET STATISTICS ${target ?? '-1'}`);
  if (right && (redone ? comment : facts.some((f) => f.fact === 'comment')))
    sql.push(`COMMENT ON STATISTICS ${id} IS ${comment ? literal(comment) : 'NULL'}`);
  return sql;
}

function column({ is, left, right, facts }: Difference): string[] {
  if (is !== 'changed' || !left || !right) return [];
  const alter = `ALTER TABLE ${left.parent} ALTER COLUMN ${left.name} SET`;
  return facts.flatMap(({ fact, right: value }) => {
    if (fact === 'storage') return [`${alter} STORAGE ${value?.toUpperCase() ?? 'DEFAULT'}`];
    if (fact === 'compression') return [`${alter} COMPRESSION ${value ?? 'default'}`];
    return fact === 'statistics' ? [`${alter} STATISTICS ${value ?? '-1'}`] : [];
  });
}

function clustered({ left, right, facts }: Difference): string[] {
  const used = facts.find((f) => f.fact === 'used' || f.fact === 'index');
  if (!left || !right || !used) return [];
  const [was, is] = [used.left, used.right].map((words) => words?.includes('clustered on') === true);
  if (was === is) return [];
  return [is ? `ALTER TABLE ${left.parent} CLUSTER ON ${left.name}` : `ALTER TABLE ${left.parent} SET WITHOUT CLUSTER`];
}
