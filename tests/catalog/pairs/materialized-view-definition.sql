-- structural
-- sees: structural changed materialized-view v (definition)
-- before
create table t (id integer, name text);
-- left
create materialized view v as select id from t;
-- right
create materialized view v as select id from t where id > 1;
