-- structural
-- sees: structural changed view-column v.name (compression)
-- before
create table t (id integer, name text);
create materialized view v as select id, name from t;
-- left
-- right
alter materialized view v alter name set compression pglz;
