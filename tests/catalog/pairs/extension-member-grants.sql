-- not compared: grants on members of extensions and on what PostgreSQL brings along
-- own database
-- before
create extension hstore;
-- left
-- right
revoke execute on function hstore_in(cstring) from public;
grant execute on function hstore_in(cstring) to pg_monitor;
