-- structural
-- sees: structural changed view v (definition)
-- before
create table t (id integer primary key, name text);
-- left
create view v as select id, name from t group by id;
-- right
create view v as select id, name, count(*) from t group by id;
