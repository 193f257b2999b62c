-- cosmetic
-- sees: cosmetic changed text-search-configuration c (comment)
-- before
create text search configuration c (copy = pg_catalog.english);
-- left
-- right
comment on text search configuration c is 'a';
