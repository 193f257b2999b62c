-- structural
-- sees: structural changed materialized-view v (options)
-- before
create table t (id integer, name text);
create materialized view v as select id, name from t;
-- left
-- right
alter materialized view v set (toast.autovacuum_enabled = off);
