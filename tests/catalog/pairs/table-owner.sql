-- access
-- sees: access changed table t (owner)
-- before
create table t (id integer, name text);
-- left
-- right
alter table t owner to pg_monitor;
