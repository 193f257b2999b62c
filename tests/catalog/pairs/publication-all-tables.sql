-- structural
-- own database
-- sees: structural changed publication p (all_tables, tables)
-- before
create table t (id integer, name text);
-- left
create publication p for table t;
-- right
create publication p for all tables;
