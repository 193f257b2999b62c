-- nothing
-- before
create domain d as text;
-- left
-- right
grant usage on domain d to pg_monitor;
revoke usage on domain d from pg_monitor;
