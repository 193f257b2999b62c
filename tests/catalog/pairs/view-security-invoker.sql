-- structural
-- from 15
-- sees: structural changed view v (options)
-- before
create table t (id integer, name text);
-- left
create view v as select id from t;
-- right
create view v with (security_invoker) as select id from t;
