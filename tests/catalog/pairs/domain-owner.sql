-- access
-- sees: access changed domain d (owner)
-- before
create domain d as text;
-- left
-- right
alter domain d owner to pg_monitor;
