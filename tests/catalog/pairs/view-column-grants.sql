-- access
-- sees: access changed view-column v.id (grants)
-- before
create table t (id integer, name text);
create view v as select id from t;
-- left
-- right
grant select (id) on v to pg_monitor;
