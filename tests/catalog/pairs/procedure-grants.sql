-- access
-- sees: access changed function p(integer) (grants)
-- before
create procedure p(a integer) language sql as $$ select a $$;
-- left
-- right
revoke execute on procedure p(integer) from public;
