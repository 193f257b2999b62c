-- access
-- sees: access changed enum mood (grants)
-- before
create type mood as enum ('sad');
-- left
-- right
revoke usage on type mood from public;
