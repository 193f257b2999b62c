-- structural
-- sees: structural changed view v (definition)
-- before
create table t (id integer, name text);
-- left
create view v as select id from t;
-- right
create view v as select id, name from t;
