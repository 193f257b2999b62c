-- structural
-- sees: structural changed index i (definition)
-- before
create table t (id integer, name text);
create materialized view v as select id, name from t;
-- left
create index i on v (id);
-- right
create index i on v (name);
