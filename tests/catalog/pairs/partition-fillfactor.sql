-- structural
-- sees: structural changed table m1 (options)
-- before
create table m (id integer) partition by list (id);
create table m1 partition of m for values in (1);
-- left
-- right
alter table m1 set (fillfactor = 50);
