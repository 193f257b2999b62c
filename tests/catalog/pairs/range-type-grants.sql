-- access
-- sees: access changed range-type r (grants)
-- before
create type r as range (subtype = float8);
-- left
-- right
revoke usage on type r from public;
