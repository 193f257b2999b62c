-- structural
-- sees: structural changed view-column v.id (default)
-- before
create table t (id integer, name text);
create view v as select id from t;
-- left
-- right
alter view v alter id set default 5;
