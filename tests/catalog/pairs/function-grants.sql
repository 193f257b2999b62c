-- access
-- sees: access changed function f(integer) (grants)
-- before
create function f(a integer) returns integer language sql as $$ select a $$;
-- left
-- right
revoke execute on function f(integer) from public;
