-- access
-- own database
-- sees: access changed schema judged (owner)
-- before
create schema judged;
-- left
-- right
alter schema judged owner to pg_monitor;
