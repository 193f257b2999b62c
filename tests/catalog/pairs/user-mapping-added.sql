-- structural
-- own database
-- sees: structural right-only user-mapping s.public
-- before
create foreign data wrapper w;
create server s foreign data wrapper w;
-- left
-- right
create user mapping for public server s options (user 'x');
