-- nothing
-- before
create function f(a integer) returns integer language sql as $$ select a $$;
-- left
-- right
revoke execute on function f(integer) from public;
grant execute on function f(integer) to public;
