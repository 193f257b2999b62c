-- structural
-- own database
-- sees: structural changed publication p (publishes)
-- before
create table t (id integer, name text);
-- left
create publication p for table t;
-- right
create publication p for table t with (publish = 'insert');
