-- nothing
-- own database
-- before
create extension hstore;
-- left
-- right
drop extension hstore;
create extension hstore;
