-- access
-- from 17
-- sees: access changed table t (grants, maintenance)
-- before
create table t (id integer, name text);
-- left
grant select on t to pg_monitor;
-- right
grant all on t to pg_monitor;
