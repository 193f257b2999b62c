-- structural
-- sees: structural changed text-search-configuration c (mappings)
-- before
create text search configuration c (copy = pg_catalog.english);
-- left
-- right
alter text search configuration c drop mapping for email;
