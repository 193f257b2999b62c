-- structural
-- sees: structural changed table t (options)
-- before
create table t (id integer, name text);
-- left
-- right
alter table t set (toast.autovacuum_enabled = off);
