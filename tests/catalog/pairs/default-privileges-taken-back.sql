-- nothing
-- own database
-- before
-- left
-- right
alter default privileges grant select on tables to pg_monitor;
alter default privileges revoke select on tables from pg_monitor;
