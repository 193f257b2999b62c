-- structural
-- own database
-- sees: structural changed extension hstore (home)
-- before
create schema elsewhere;
-- left
create extension hstore;
-- right
create extension hstore schema elsewhere;
