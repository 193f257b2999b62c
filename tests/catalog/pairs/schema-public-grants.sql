-- access
-- own database
-- sees: access changed schema public (grants)
-- before
-- left
-- right
grant create on schema public to pg_monitor;
