-- structural
-- sees: structural changed policy t.p (roles)
-- before
create table t (id integer, name text);
-- left
create policy p on t to pg_monitor;
-- right
create policy p on t to pg_read_all_data;
