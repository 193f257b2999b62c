-- access
-- sees: access changed sequence s (grants)
-- before
create sequence s;
-- left
-- right
grant usage on sequence s to pg_monitor;
