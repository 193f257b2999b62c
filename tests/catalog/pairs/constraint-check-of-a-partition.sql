-- structural
-- sees: structural right-only constraint m1.k
-- before
create table m (id integer, x integer) partition by list (id);
create table m1 partition of m for values in (1);
-- left
-- right
alter table m1 add constraint k check (x > 0);
