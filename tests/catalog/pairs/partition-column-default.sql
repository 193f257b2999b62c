-- structural
-- sees: structural changed column m1.x (default)
-- before
create table m (id integer, x integer) partition by list (id);
create table m1 partition of m for values in (1);
-- left
-- right
alter table m1 alter x set default 3;
