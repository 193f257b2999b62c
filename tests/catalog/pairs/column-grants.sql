-- access
-- sees: access changed column t.name (grants)
-- before
create table t (id integer, name text);
-- left
grant select (id) on t to pg_monitor;
-- right
grant select (id), update (name) on t to pg_monitor;
