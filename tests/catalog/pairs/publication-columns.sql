-- structural
-- own database
-- from 15
-- sees: structural changed publication p (tables)
-- before
create table t (id integer, name text);
-- left
create publication p for table t;
-- right
create publication p for table t (id);
