-- structural
-- own database
-- from 15
-- sees: structural changed publication p (schemas)
-- before
create schema judged;
-- left
create publication p;
-- right
create publication p for tables in schema judged;
