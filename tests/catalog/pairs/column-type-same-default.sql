-- structural
-- sees: structural changed column t.a (type)
-- before
create table t (a text default '1');
-- left
-- right
alter table t alter a type varchar;
