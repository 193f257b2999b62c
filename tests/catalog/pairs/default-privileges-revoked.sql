-- access
-- own database
-- sees: access changed default-privileges default privileges for functions of postgres (grants)
-- before
-- left
-- right
alter default privileges revoke execute on functions from public;
