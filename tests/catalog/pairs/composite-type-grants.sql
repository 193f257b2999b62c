-- access
-- sees: access changed composite-type c (grants)
-- before
create type c as (a integer);
-- left
-- right
revoke usage on type c from public;
