-- nothing
-- before
create function f(a integer) returns integer language sql as $$ select a $$;
-- left
-- right
grant execute on function f(integer) to public;
