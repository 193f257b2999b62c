-- nothing
-- pg_dump differs
-- before
create table t (id integer, name text);
-- left
grant select on t to pg_monitor;
grant select on t to pg_read_all_data;
-- right
grant select on t to pg_read_all_data;
grant select on t to pg_monitor;
