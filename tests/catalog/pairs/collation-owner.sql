-- access
-- sees: access changed collation c (owner)
-- before
create collation c (provider = icu, locale = 'de');
-- left
-- right
alter collation c owner to pg_monitor;
