-- structural
-- sees: structural changed column t.name (type)
-- before
create table t (id integer, name text);
-- left
-- right
alter table t alter name type text[] using null;
