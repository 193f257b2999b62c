-- structural
-- sees: structural changed view-column v.name (options)
-- before
create table t (id integer, name text);
create materialized view v as select id, name from t;
-- left
-- right
alter materialized view v alter name set (n_distinct = 3);
