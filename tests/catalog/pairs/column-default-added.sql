-- structural
-- sees: structural changed column t.id (default)
-- before
create table t (id integer, name text);
-- left
-- right
alter table t alter id set default 1;
