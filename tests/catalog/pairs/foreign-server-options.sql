-- structural
-- own database
-- sees: structural changed foreign-server s (options)
-- before
create foreign data wrapper w;
-- left
create server s foreign data wrapper w options (host 'a');
-- right
create server s foreign data wrapper w options (host 'b');
