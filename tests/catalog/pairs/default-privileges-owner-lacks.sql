-- access
-- own database
-- sees: access changed default-privileges default privileges for tables of postgres (grants)
-- before
-- left
-- right
alter default privileges revoke insert on tables from postgres;
