-- structural
-- sees: structural changed column t.name (storage)
-- before
create table t (id integer, name text);
-- left
-- right
alter table t alter name set storage external;
