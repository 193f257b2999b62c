-- nothing
-- before
create table t (id integer, name text);
-- left
-- right
grant select on t to pg_monitor;
revoke select on t from pg_monitor;
