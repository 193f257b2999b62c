-- not compared: grants on members of extensions and on what PostgreSQL brings along
-- own database
-- before
-- left
-- right
grant execute on function pg_catalog.pg_read_file(text) to pg_monitor;
