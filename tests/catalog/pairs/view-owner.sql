-- access
-- sees: access changed view v (owner)
-- before
create table t (id integer, name text);
create view v as select id from t;
-- left
-- right
alter view v owner to pg_monitor;
