-- structural
-- sees: structural changed column t.name (collation)
-- before
create table t (id integer, name text);
-- left
-- right
alter table t alter name type text collate "C";
