-- structural
-- own database
-- sees: structural right-only foreign-server s
-- before
create foreign data wrapper w;
-- left
-- right
create server s foreign data wrapper w;
