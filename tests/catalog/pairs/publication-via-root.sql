-- structural
-- own database
-- sees: structural changed publication p (via_root)
-- before
create table t (id integer, name text);
-- left
create publication p for table t;
-- right
create publication p for table t with (publish_via_partition_root);
