-- structural
-- sees: structural changed view v (definition)
-- before
create table t (id integer, name text);
create view v as select id from t;
-- left
-- right
alter view v rename column id to key;
