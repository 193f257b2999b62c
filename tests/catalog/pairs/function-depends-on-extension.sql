-- structural
-- own database
-- sees: structural changed function f(integer) (depends_on)
-- before
create extension hstore;
create function f(a integer) returns integer language sql as $$ select a $$;
-- left
-- right
alter function f(integer) depends on extension hstore;
