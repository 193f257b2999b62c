-- structural
-- sees: structural changed column t.id (statistics)
-- before
create table t (id integer, name text);
-- left
-- right
alter table t alter id set statistics 500;
