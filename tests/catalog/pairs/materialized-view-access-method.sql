-- structural
-- own database
-- not compared: access methods
-- sees: structural changed materialized-view v (access_method)
-- before
create access method heap2 type table handler heap_tableam_handler;
create table t (id integer, name text);
-- left
create materialized view v as select id from t;
-- right
create materialized view v using heap2 as select id from t;
