-- cosmetic
-- own database
-- sees: cosmetic changed extension hstore (comment)
-- before
create extension hstore;
-- left
-- right
comment on extension hstore is 'ours';
