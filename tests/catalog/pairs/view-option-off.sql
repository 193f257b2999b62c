-- structural
-- sees: structural changed view v (options)
-- before
create table t (id integer, name text);
-- left
create view v as select id from t;
-- right
create view v with (security_barrier = off) as select id from t;
