/** The texts that read a history table, fingerprint it, and change its rows. */
import type { MigrationRun, Row, RowChange, Sequence, SequenceMove, TableName } from '../model/index.ts';
import { identifier, literal, qualified } from './quote.ts';

/** Settings under which values print the same in every session. */
export const PLAIN_OUTPUT =
  "set local timezone = 'UTC'; set local datestyle = 'ISO, MDY'; set local intervalstyle = 'postgres'; set local extra_float_digits = 1; set local bytea_output = 'hex';";

/** Columns and rows as PostgreSQL sees them, in one hash. The same expression reads and guards. */
export function contentPrint(table: TableName): string {
  const name = qualified(table);
  return `md5(concat_ws('|',
  (select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull, ',' order by a.attnum)
     from pg_catalog.pg_attribute a where a.attrelid = ${literal(name)}::regclass and a.attnum > 0 and not a.attisdropped),
  (select string_agg(t::text, E'\\n' order by t::text collate "C") from ${name} t)))`;
}

/** Where the sequence stands, as text: `7 true`. */
export const sequencePrint = (sequence: Pick<Sequence, 'schema' | 'name'> | null): string =>
  sequence === null ? "''" : `(select s.last_value || ' ' || s.is_called from ${qualified(sequence)} s)`;

export const joinPrint = (content: string, position: { lastValue: string; isCalled: boolean } | null): string =>
  `${content}:${position === null ? '' : `${position.lastValue} ${position.isCalled}`}`;

/** The same text after a plan, which may have made or dropped the sequence; `known` is where it will stand, when it is known. */
export function sequencePosition(table: TableName, known: string | null): string {
  const owned = `from pg_catalog.pg_depend d join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S' join pg_catalog.pg_sequence q on q.seqrelid = s.oid
    where d.classid = 'pg_catalog.pg_class'::regclass and d.refobjid = ${literal(qualified(table))}::regclass and d.deptype in ('a','i')`;
  if (known !== null) return `case when exists (select ${owned}) then ${literal(known)} else '' end`;
  return `coalesce((select coalesce(pg_catalog.pg_sequence_last_value(s.oid)::text || ' true', q.seqstart || ' false') ${owned} limit 1), '')`;
}

const sameRow = (row: Row): string =>
  Object.entries(row)
    .map(([column, value]) =>
      value === null ? `${identifier(column)} is null` : `${identifier(column)}::text = ${literal(value)}`,
    )
    .join(' and ');

/** One statement per row. ctid picks one of several equal rows; the guard has made sure that the row is there. */
export function rowStatement(table: TableName, { before, after }: RowChange): string {
  const name = qualified(table);
  const one = before === null ? '' : `where ctid = (select ctid from ${name} where ${sameRow(before)} limit 1)`;
  if (before === null && after === null) return '';
  if (after === null) return `delete from ${name} ${one}`;
  if (before === null) {
    const columns = Object.keys(after);
    return `insert into ${name} (${columns.map(identifier).join(', ')}) values (${columns.map((c) => literal(after[c] ?? null)).join(', ')})`;
  }
  const changed = Object.keys(after).filter((c) => after[c] !== before[c]);
  return `update ${name} set ${changed.map((c) => `${identifier(c)} = ${literal(after[c] ?? null)}`).join(', ')} ${one}`;
}

export const setSequence = ({ schema, name, after }: SequenceMove): string =>
  `select pg_catalog.setval(${literal(qualified({ schema, name }))}::regclass, ${literal(after.lastValue)}::bigint, ${after.isCalled})`;

/** How a migration's row is known: by its 1.0 name, or by its 0.x hash and stamp, since two empty files have one hash. */
export const identityOf = ({ line, name, hash, when }: MigrationRun): string =>
  line === '1.0' ? `name = ${literal(name)}` : `hash = ${literal(hash)} and created_at::text = ${literal(when)}`;

/** Where an earlier transaction of the same migration may have made it. */
export const createHistoryTableIfAbsent = (table: TableName, line: '0.x' | '1.0'): string =>
  createHistoryTable(table, line).replace('create table ', 'create table if not exists ');

/** The stock migrator's own CREATE TABLE of each line. */
export const createHistoryTable = (table: TableName, line: '0.x' | '1.0'): string =>
  line === '0.x'
    ? `create table ${qualified(table)} (id serial primary key, hash text not null, created_at bigint)`
    : `create table ${qualified(table)} (id serial primary key, hash text not null, created_at bigint, name text, applied_at timestamp with time zone default now())`;
