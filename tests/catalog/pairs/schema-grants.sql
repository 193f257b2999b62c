-- access
-- own database
-- sees: access changed schema judged (grants)
-- before
create schema judged;
-- left
-- right
grant usage on schema judged to pg_monitor;
