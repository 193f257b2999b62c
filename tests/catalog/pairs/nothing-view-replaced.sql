-- nothing
-- before
create table t (id integer, name text);
-- left
create view v as select id, name from t;
-- right
create view v as select id from t;
create or replace view v as select id, name from t;
