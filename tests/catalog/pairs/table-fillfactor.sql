-- structural
-- sees: structural changed table t (options)
-- before
create table t (id integer, name text);
-- left
alter table t set (fillfactor = 80);
-- right
alter table t set (fillfactor = 70);
