-- structural
-- own database
-- sees: structural right-only extension hstore
-- before
-- left
-- right
create extension hstore;
