-- access
-- sees: access changed view v (grants)
-- before
create table t (id integer, name text);
create view v as select id from t;
-- left
-- right
grant select on v to pg_monitor;
