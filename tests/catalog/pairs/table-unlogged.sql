-- structural
-- sees: structural changed table t (persistence)
-- before
create table t (id integer, name text);
-- left
-- right
alter table t set unlogged;
