-- cosmetic
-- sees: cosmetic changed view v (comment)
-- before
create table t (id integer, name text);
create view v as select id from t;
-- left
-- right
comment on view v is 'a';
