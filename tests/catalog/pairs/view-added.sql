-- structural
-- sees: structural right-only view v
-- before
create table t (id integer, name text);
-- left
-- right
create view v as select id from t;
