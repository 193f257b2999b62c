-- structural
-- sees: structural changed materialized-view v (options)
-- before
create table t (id integer, name text);
-- left
create materialized view v as select id from t;
-- right
create materialized view v with (fillfactor = 50) as select id from t;
