-- access
-- sees: access changed composite-type c (owner)
-- before
create type c as (a integer);
-- left
-- right
alter type c owner to pg_monitor;
