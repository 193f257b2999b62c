/** What is asked of a server to learn whether this role could apply and record a migration there. Nothing is written. */
import type { TableName } from '../model/index.ts';
import { tried } from './guard.ts';
import { literal } from './quote.ts';

/** One row: who answers, and what it may do. `insert` and `sequence` are NULL where the table is not there. */
export const mayMigrate = (
  table: TableName,
): string => `select pg_catalog.pg_backend_pid() as pid, current_user as role, pg_catalog.pg_is_in_recovery() as standby, current_setting('transaction_read_only') as read_only,
  pg_catalog.has_database_privilege(current_database(), 'CREATE') as may_create,
  (select pg_catalog.has_schema_privilege(n.oid, 'CREATE') from pg_catalog.pg_namespace n where n.nspname = ${literal(table.schema)}) as in_schema,
  (select pg_catalog.has_schema_privilege(n.oid, 'USAGE') from pg_catalog.pg_namespace n where n.nspname = ${literal(table.schema)}) as use_schema,
  pg_catalog.has_schema_privilege((select n.oid from pg_catalog.pg_namespace n where n.nspname = current_schema()), 'CREATE') as in_first, current_schema() as first,
  (select pg_catalog.has_table_privilege(c.oid, 'SELECT') and pg_catalog.has_table_privilege(c.oid, 'INSERT') from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = ${literal(table.schema)} and c.relname = ${literal(table.name)}) as insert,
  (select bool_and(pg_catalog.has_sequence_privilege(s.oid, 'USAGE')) from pg_catalog.pg_depend d join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    where d.classid = 'pg_catalog.pg_class'::regclass and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = (select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = ${literal(table.schema)} and c.relname = ${literal(table.name)}) and d.deptype in ('a','i')) as sequence`;

/** Opens a transaction in which the migration lock is tried; `rollback` gives it back. */
export const tryInside = (table: TableName): string =>
  `begin; select ${tried(table)} as free, pg_catalog.pg_backend_pid() as pid`;

export const WHO = 'select pg_catalog.pg_backend_pid() as pid';
