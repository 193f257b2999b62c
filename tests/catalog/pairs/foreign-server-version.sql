-- structural
-- own database
-- sees: structural changed foreign-server s (version)
-- before
create foreign data wrapper w;
-- left
create server s version '1' foreign data wrapper w;
-- right
create server s version '2' foreign data wrapper w;
