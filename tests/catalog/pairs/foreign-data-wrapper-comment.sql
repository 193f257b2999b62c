-- cosmetic
-- own database
-- sees: cosmetic changed foreign-data-wrapper w (comment)
-- before
create foreign data wrapper w;
-- left
-- right
comment on foreign data wrapper w is 'a';
