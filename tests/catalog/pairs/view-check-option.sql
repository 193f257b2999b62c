-- structural
-- sees: structural changed view v (options)
-- before
create table t (id integer, name text);
-- left
create view v as select id from t where id > 1 with local check option;
-- right
create view v as select id from t where id > 1 with cascaded check option;
