-- access
-- own database
-- sees: access changed default-privileges default privileges for tables of postgres (grants)
-- before
-- left
-- right
alter default privileges grant select on tables to pg_monitor;
