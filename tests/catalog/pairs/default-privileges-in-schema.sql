-- access
-- own database
-- sees: access changed default-privileges default privileges for sequences of postgres in judged (grants)
-- before
create schema judged;
-- left
-- right
alter default privileges in schema judged grant usage on sequences to pg_monitor;
