-- structural
-- sees: structural changed view-column v.name (default)
-- before
create table t (id integer, name text);
create view v as select id, name from t;
-- left
alter view v alter name set default 'a';
-- right
alter view v alter name set default 'b';
