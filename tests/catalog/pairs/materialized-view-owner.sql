-- access
-- sees: access changed materialized-view v (owner)
-- before
create table t (id integer, name text);
create materialized view v as select id from t;
-- left
-- right
alter materialized view v owner to pg_monitor;
