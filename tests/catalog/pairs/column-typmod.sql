-- structural
-- sees: structural changed column t.name (type)
-- before
create table t (id integer, name text);
-- left
alter table t alter name type varchar(10);
-- right
alter table t alter name type varchar(20);
