-- structural
-- sees: structural changed index i (used)
-- before
create table t (id integer, name text);
create materialized view v as select id from t;
create index i on v (id);
-- left
-- right
alter materialized view v cluster on i;
