-- structural
-- own database
-- sees: structural changed publication p (tables)
-- before
create table t (id integer, name text);
create table u (id integer);
-- left
create publication p for table t;
-- right
create publication p for table t, u;
