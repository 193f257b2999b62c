-- cosmetic
-- sees: cosmetic changed view-column v.id (comment)
-- before
create table t (id integer, name text);
create materialized view v as select id from t;
-- left
-- right
comment on column v.id is 'a';
