/** SQL that makes the one database of a PGlite instance empty again, and SQL that counts what it could not take away. */

/** As DISCARD ALL, but for what is prepared: planning our own questions again would take a second. */
export const AS_NEW: readonly string[] = [
  'set session authorization default',
  'reset all',
  'close all',
  'unlisten *',
  'select pg_advisory_unlock_all()',
  'discard sequences',
  'discard temp',
];

/** Ten milliseconds, where a new instance takes a second. */
export const CLEAR = `do $tidemark$
declare one record;
begin
  for one in select name from pg_prepared_statements where name !~ '^tidemark_' loop execute format('deallocate %I', one.name); end loop;
  for one in select evtname from pg_event_trigger loop execute format('drop event trigger %I cascade', one.evtname); end loop;
  for one in select pubname from pg_publication loop execute format('drop publication %I cascade', one.pubname); end loop;
  for one in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
    execute format('drop schema %I cascade', one.nspname);
  end loop;
  for one in select extname from pg_extension where extname <> 'plpgsql' loop execute format('drop extension if exists %I cascade', one.extname); end loop;
  for one in select fdwname from pg_foreign_data_wrapper loop execute format('drop foreign data wrapper %I cascade', one.fdwname); end loop;
  for one in select rolname from pg_roles where oid >= 16384 loop
    execute format('drop owned by %I cascade', one.rolname);
    execute format('drop role %I', one.rolname);
  end loop;
  create schema public authorization pg_database_owner;
  grant usage on schema public to public;
  comment on schema public is 'standard public schema';
  -- That these are the first privileges it ever had is kept in a catalog, as initdb does it.
  perform set_config('allow_system_table_mods', 'on', true);
  delete from pg_init_privs where classoid = 'pg_namespace'::regclass and objoid >= 16384;
  insert into pg_init_privs (objoid, classoid, objsubid, privtype, initprivs)
    select oid, 'pg_namespace'::regclass, 0, 'i', nspacl from pg_namespace where nspname = 'public';
end $tidemark$`;

const made = (catalog: string, condition = 'true'): string =>
  `(select count(*) from ${catalog} where oid >= 16384 and ${condition})`;

/** One row, `left`: 0 when nothing is left and the role is still what it was. */
export const LEFT = `select ${[
  made('pg_class', `relpersistence <> 't'`),
  made('pg_namespace', `nspname <> 'public' and nspname !~ '^pg_(toast_)?temp_'`),
  ...[
    ...['pg_proc', 'pg_type', 'pg_cast', 'pg_operator', 'pg_opclass', 'pg_opfamily', 'pg_am', 'pg_collation', 'pg_conversion'],
    ...['pg_language', 'pg_extension', 'pg_default_acl', 'pg_ts_config', 'pg_ts_dict', 'pg_ts_parser', 'pg_ts_template'],
    ...['pg_roles', 'pg_largeobject_metadata', 'pg_transform', 'pg_event_trigger', 'pg_publication', 'pg_foreign_data_wrapper'],
  ].map((catalog) => made(catalog)),
  '(select count(*) from pg_db_role_setting)',
  `(select count(*) from pg_settings where sourcefile like '%auto.conf')`,
  `case when current_setting('is_superuser') = 'on' and current_user = 'postgres' then 0 else 1 end`,
].join(' + ')} as left`;
