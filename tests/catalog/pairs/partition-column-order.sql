-- cosmetic
-- sees: cosmetic changed column m1.id (position)
-- sees: cosmetic changed column m1.x (position)
-- before
create table m (id integer, x integer) partition by list (id);
-- left
create table m1 (id integer, x integer);
alter table m attach partition m1 for values in (1);
-- right
create table m1 (x integer, id integer);
alter table m attach partition m1 for values in (1);
