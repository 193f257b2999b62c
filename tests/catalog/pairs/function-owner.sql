-- access
-- sees: access changed function f(integer) (owner)
-- before
create function f(a integer) returns integer language sql as $$ select a $$;
-- left
-- right
alter function f(integer) owner to pg_monitor;
