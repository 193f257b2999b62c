-- structural
-- sees: structural changed column t.id (options)
-- before
create table t (id integer, name text);
-- left
-- right
alter table t alter id set (n_distinct = 5);
