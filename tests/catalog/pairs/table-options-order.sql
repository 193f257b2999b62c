-- nothing
-- pg_dump differs
-- before
create table t (id integer, name text);
-- left
alter table t set (fillfactor = 80);
alter table t set (autovacuum_enabled = off);
-- right
alter table t set (autovacuum_enabled = off);
alter table t set (fillfactor = 80);
