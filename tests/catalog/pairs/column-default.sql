-- structural
-- sees: structural changed column t.name (default)
-- before
create table t (id integer, name text);
-- left
alter table t alter name set default 'a';
-- right
alter table t alter name set default 'b';
