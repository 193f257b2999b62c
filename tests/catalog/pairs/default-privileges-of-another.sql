-- access
-- own database
-- sees: access changed default-privileges default privileges for schemas of pg_monitor (grants)
-- before
-- left
-- right
alter default privileges for role pg_monitor grant usage on schemas to pg_read_all_data;
