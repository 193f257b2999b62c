-- platform
-- own database
-- pg_dump is silent
-- sees: platform changed extension hstore (version)
-- before
-- left
create extension hstore version '1.7';
-- right
create extension hstore version '1.8';
