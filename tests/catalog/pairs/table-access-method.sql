-- structural
-- own database
-- not compared: access methods
-- sees: structural changed table t (access_method)
-- before
create access method heap2 type table handler heap_tableam_handler;
-- left
create table t (id integer);
-- right
create table t (id integer) using heap2;
