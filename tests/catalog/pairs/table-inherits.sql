-- structural
-- sees: structural changed column c.id (inherited)
-- sees: structural changed column c.name (inherited)
-- sees: structural changed table c (inherits)
-- before
create table t (id integer, name text);
create table c (id integer, name text);
-- left
-- right
alter table c inherit t;
