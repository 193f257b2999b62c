-- structural
-- sees: structural changed column t.id (type)
-- before
create table t (id integer, name text);
-- left
-- right
alter table t alter id type bigint;
