-- structural
-- sees: structural changed column t.i (type)
-- before
create table t (id integer, name text);
-- left
alter table t add i interval hour;
-- right
alter table t add i interval minute;
