-- structural
-- sees: structural changed view a (definition)
-- before
create table t (id integer, name text);
create view a as select id from t;
create view b as select id from a;
-- left
-- right
create or replace view a as select id from t where id > 3;
