-- structural
-- own database
-- sees: structural right-only publication p
-- before
create table t (id integer, name text);
-- left
-- right
create publication p for table t;
