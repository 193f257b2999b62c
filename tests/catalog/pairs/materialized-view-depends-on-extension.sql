-- structural
-- own database
-- sees: structural changed materialized-view v (depends_on)
-- before
create extension hstore;
create table t (id integer, name text);
create materialized view v as select id from t;
-- left
-- right
alter materialized view v depends on extension hstore;
