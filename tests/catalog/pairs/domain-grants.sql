-- access
-- sees: access changed domain d (grants)
-- before
create domain d as text;
-- left
-- right
grant usage on domain d to pg_monitor;
