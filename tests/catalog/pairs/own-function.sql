-- not compared: objects made in PostgreSQL’s own schemas
-- own database
-- pg_dump is silent
-- before
-- left
-- right
create function pg_catalog.judged() returns integer language sql as 'select 1';
