/** The two messages that tell about a database: what is there, then the rows of every history table. */
import type { Sequence, TableName } from '../model/index.ts';
import { contentPrint, PLAIN_OUTPUT, sequencePrint } from './history.ts';
import { type OwnTables, readOwnSchema } from './own-schema.ts';
import { PATIENTLY } from './patience.ts';
import { literal, qualified } from './quote.ts';

/** One snapshot for the whole message, and a promise to the server that nothing is written. */
export const BEGIN_READING = `begin transaction isolation level repeatable read read only; ${PATIENTLY} ${PLAIN_OUTPUT}`;

const USER_SCHEMA = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

/** Results in this order: server, extensions, schemas, relations, types, history candidates. */
export const discover = (configured: TableName): string => `${discovering(configured)}
commit`;

const discovering = (configured: TableName): string => `${BEGIN_READING}
select version() as version, current_setting('server_version_num') as number, current_user as role,
  (select rolsuper from pg_catalog.pg_roles where rolname = current_user) as superuser,
  current_setting('default_transaction_read_only') as read_only, pg_catalog.pg_is_in_recovery() as standby, pg_catalog.pg_backend_pid() as pid,
  current_setting('search_path') as search_path, (select setting from pg_catalog.pg_settings where name = 'TimeZone') as time_zone,
  (extract(epoch from clock_timestamp()) * 1000)::bigint as clock, current_database() as database,
  pg_catalog.has_database_privilege(current_database(), 'CREATE') as may_create;
select extname as name from pg_catalog.pg_extension order by 1;
select n.nspname as name from pg_catalog.pg_namespace n where ${USER_SCHEMA} order by 1;
select n.nspname as schema, c.relname as name, c.relkind as kind,
  (select json_agg(a.attname order by a.attnum) from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)::text as columns,
  n.nspname = 'tidemark' and c.relkind = 'r' and pg_catalog.has_schema_privilege(n.oid, 'USAGE') and pg_catalog.has_table_privilege(c.oid, 'SELECT') as may_select
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${USER_SCHEMA} and c.relkind in ('r','p','v','m','f','S','i','I')
    and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by 1, 2;
select n.nspname as schema, t.typname as name from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  where ${USER_SCHEMA} and t.typtype in ('e','d','r') order by 1, 2;
select n.nspname as schema, c.relname as name, c.relkind as kind, c.relpersistence as persistence, c.relispartition as is_partition, c.relrowsecurity as row_security,
  (select json_agg(json_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
      'default', pg_catalog.pg_get_expr(d.adbin, d.adrelid)) order by a.attnum)
     from pg_catalog.pg_attribute a left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)::text as columns,
  coalesce((select json_agg(t.tgname order by t.tgname) from pg_catalog.pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal), '[]')::text as triggers,
  (select json_build_object('schema', sn.nspname, 'name', s.relname, 'may', pg_catalog.has_sequence_privilege(s.oid, 'SELECT')) from pg_catalog.pg_depend d
     join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S' join pg_catalog.pg_namespace sn on sn.oid = s.relnamespace
     where d.classid = 'pg_catalog.pg_class'::regclass and d.refobjid = c.oid and d.deptype in ('a','i') limit 1)::text as sequence,
  pg_catalog.has_schema_privilege(n.oid, 'USAGE') and pg_catalog.has_table_privilege(c.oid, 'SELECT') as may_select, pg_catalog.has_table_privilege(c.oid, 'INSERT') as may_insert,
  pg_catalog.has_table_privilege(c.oid, 'UPDATE') as may_update, pg_catalog.has_table_privilege(c.oid, 'DELETE') as may_delete,
  pg_catalog.pg_has_role(c.relowner, 'USAGE') as may_own
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${USER_SCHEMA} and n.nspname <> 'tidemark' and c.relkind in ('r','p','v','m','f')
    and ((n.nspname = ${literal(configured.schema)} and c.relname = ${literal(configured.name)})
      or lower(c.relname) like '%drizzle%migration%'
      or (select count(*) from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname in ('hash','created_at') and not a.attisdropped) = 2
        and (n.nspname = 'drizzle' or c.relname like '%migration%'))
  order by 1, 2;`;

export interface Candidate extends TableName {
  columns: string[];
  /** Views have no ctid, and foreign tables need not. */
  stored: boolean;
  sequence: Pick<Sequence, 'schema' | 'name'> | null;
}

/** Both in one message, for a table that is known to be there. It fails when the guess of the candidate is wrong in its names. */
export const discoverAndRead = (guess: Candidate): string =>
  [discovering(guess), ...readCandidate(guess).map((p) => `${p};`), 'commit'].join('\n');

/** Results: per candidate its rows, its newest row's place and its print, then schema tidemark's three tables. */
export function readHistories(candidates: Candidate[], own: OwnTables): string {
  const parts = candidates.flatMap(readCandidate);
  return [BEGIN_READING, ...parts.map((p) => `${p};`), ...readOwnSchema(own).map((p) => `${p};`), 'commit'].join('\n');
}

function readCandidate(c: Candidate): string[] {
  const name = qualified(c);
  const order = c.columns.includes('id') ? `order by id${c.stored ? ', ctid' : ''}` : '';
  const place = `row_number() over (${c.columns.includes('id') ? 'order by t.id' : ''})`;
  return [
    `select t.* from ${name} t ${order}`,
    c.columns.includes('created_at')
      ? `select place from (select ${place} as place, t.created_at from ${name} t) p order by created_at desc limit 1`
      : 'select null::text as place where false',
    `select ${contentPrint(c)} as content, ${sequencePrint(c.sequence)} as position`,
  ];
}
