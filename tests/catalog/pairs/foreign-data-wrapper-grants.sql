-- access
-- own database
-- sees: access changed foreign-data-wrapper w (grants)
-- before
create foreign data wrapper w;
-- left
-- right
grant usage on foreign data wrapper w to pg_monitor;
