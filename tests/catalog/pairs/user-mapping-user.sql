-- structural
-- own database
-- sees: structural changed user-mapping s.postgres (options)
-- before
create foreign data wrapper w;
create server s foreign data wrapper w;
-- left
create user mapping for postgres server s options (user 'x');
-- right
create user mapping for postgres server s options (user 'y');
