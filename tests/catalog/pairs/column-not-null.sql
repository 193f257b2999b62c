-- structural
-- sees: structural changed column t.name (not_null)
-- before
create table t (id integer, name text);
-- left
-- right
alter table t alter name set not null;
