-- structural
-- own database
-- sees: structural right-only column ft.bio
-- before
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table ft (id integer, name text) server s;
-- left
-- right
alter foreign table ft add bio text;
