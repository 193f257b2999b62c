-- access
-- sees: access changed text-search-configuration c (owner)
-- before
create text search configuration c (copy = pg_catalog.english);
-- left
-- right
alter text search configuration c owner to pg_monitor;
