-- structural
-- sees: structural changed column m1.x (not_null)
-- before
create table m (id integer, x integer) partition by list (id);
create table m1 partition of m for values in (1);
-- left
-- right
alter table m1 alter x set not null;
