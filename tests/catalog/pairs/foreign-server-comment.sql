-- cosmetic
-- own database
-- sees: cosmetic changed foreign-server s (comment)
-- before
create foreign data wrapper w;
create server s foreign data wrapper w;
-- left
-- right
comment on server s is 'a';
