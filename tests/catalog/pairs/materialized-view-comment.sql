-- cosmetic
-- sees: cosmetic changed materialized-view v (comment)
-- before
create table t (id integer, name text);
create materialized view v as select id from t;
-- left
-- right
comment on materialized view v is 'a';
