-- cosmetic
-- sees: cosmetic changed view-column v.id (comment)
-- before
create table t (id integer, name text);
create view v as select id from t;
-- left
-- right
comment on column v.id is 'a';
