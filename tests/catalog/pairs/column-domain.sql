-- structural
-- sees: structural changed column t.name (type)
-- before
create domain d as text;
create table t (id integer, name text);
-- left
-- right
alter table t alter name type d;
