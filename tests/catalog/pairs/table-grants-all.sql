-- access
-- until 16
-- sees: access changed table t (grants)
-- before
create table t (id integer, name text);
-- left
grant select on t to pg_monitor;
-- right
grant all on t to pg_monitor;
