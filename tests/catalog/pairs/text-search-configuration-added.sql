-- structural
-- sees: structural right-only text-search-configuration c
-- before
-- left
-- right
create text search configuration c (copy = pg_catalog.english);
