-- structural
-- own database
-- from 18
-- sees: structural changed publication p (generated)
-- before
create table t (a integer, b integer generated always as (a) stored);
-- left
create publication p for table t;
-- right
create publication p for table t with (publish_generated_columns = stored);
