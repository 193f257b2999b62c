-- access
-- own database
-- sees: access changed foreign-server s (grants)
-- before
create foreign data wrapper w;
create server s foreign data wrapper w;
-- left
-- right
grant usage on foreign server s to pg_monitor;
