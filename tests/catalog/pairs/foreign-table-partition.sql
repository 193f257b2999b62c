-- structural
-- own database
-- sees: structural right-only foreign-table m1
-- before
create foreign data wrapper w;
create server s foreign data wrapper w;
create table m (id integer) partition by list (id);
-- left
-- right
create foreign table m1 partition of m for values in (1) server s;
