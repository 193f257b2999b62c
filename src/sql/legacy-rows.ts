/** The texts that read another tool's tables: who may read them, then their rows. */
import type { TableName } from '../model/index.ts';
import { BEGIN_READING } from './discover.ts';
import { identifier, literal, qualified } from './quote.ts';

/** By oid, so that a schema that this role may not use is an answer and no error. */
export function mayReadTables(tables: readonly TableName[]): string {
  const names = tables.map(({ schema, name }) => `(${literal(schema)}, ${literal(name)})`).join(', ');
  return `${BEGIN_READING}
select n.nspname as schema, c.relname as name, pg_catalog.row_security_active(c.oid) as row_security,
  pg_catalog.has_schema_privilege(n.oid, 'USAGE') and pg_catalog.has_table_privilege(c.oid, 'SELECT') as may_select
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where (n.nspname, c.relname) in (${names});
commit`;
}

/** One result a table. `order`: columns that the table has. */
export const readTables = (tables: readonly { table: TableName; order: readonly string[] }[]): string =>
  [BEGIN_READING, ...tables.map(({ table, order }) => `${rowsOf(table, order)};`), 'commit'].join('\n');

const rowsOf = (table: TableName, order: readonly string[]): string =>
  `select t.* from ${qualified(table)} t${order.length === 0 ? '' : ` order by ${order.map((c) => `t.${identifier(c)}`).join(', ')}`}`;
