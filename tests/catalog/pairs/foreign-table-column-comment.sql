-- cosmetic
-- own database
-- sees: cosmetic changed column ft.id (comment)
-- before
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table ft (id integer, name text) server s;
-- left
-- right
comment on column ft.id is 'a';
