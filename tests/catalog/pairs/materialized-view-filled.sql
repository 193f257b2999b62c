-- position
-- pg_dump is silent
-- sees: position changed materialized-view v (populated)
-- before
create table t (id integer, name text);
-- left
create materialized view v as select id from t;
-- right
create materialized view v as select id from t with no data;
