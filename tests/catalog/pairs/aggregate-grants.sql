-- access
-- sees: access changed aggregate g(integer) (grants)
-- before
create aggregate g(integer) (sfunc = int4pl, stype = integer);
-- left
-- right
revoke execute on function g(integer) from public;
