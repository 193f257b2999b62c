-- access
-- own database
-- sees: access changed default-privileges default privileges for tables of postgres in judged (grants)
-- before
create schema judged;
alter default privileges in schema judged grant select on tables to pg_monitor;
-- left
-- right
alter default privileges in schema judged grant insert on tables to pg_monitor;
