-- access
-- sees: access changed materialized-view v (grants)
-- before
create table t (id integer, name text);
create materialized view v as select id from t;
-- left
-- right
grant select on v to pg_monitor;
