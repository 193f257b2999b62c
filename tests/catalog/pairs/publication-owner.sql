-- access
-- own database
-- sees: access changed publication p (owner)
-- before
create publication p;
-- left
-- right
alter publication p owner to pg_monitor;
