-- nothing
-- before
create table t (id integer, name text);
-- left
create policy p on t to pg_monitor, pg_read_all_data;
-- right
create policy p on t to pg_read_all_data, pg_monitor;
