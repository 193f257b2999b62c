-- structural
-- sees: structural right-only materialized-view v
-- before
create table t (id integer, name text);
-- left
-- right
create materialized view v as select id from t;
