-- structural
-- own database
-- sees: structural changed foreign-server s (type)
-- before
create foreign data wrapper w;
-- left
create server s type 'a' foreign data wrapper w;
-- right
create server s type 'b' foreign data wrapper w;
