-- structural
-- sees: structural changed column t.name (compression)
-- before
create table t (id integer, name text);
-- left
-- right
alter table t alter name set compression pglz;
