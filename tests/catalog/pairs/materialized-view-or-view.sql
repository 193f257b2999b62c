-- structural
-- sees: structural left-only materialized-view v
-- sees: structural right-only view v
-- before
create table t (id integer, name text);
-- left
create materialized view v as select id from t;
-- right
create view v as select id from t;
