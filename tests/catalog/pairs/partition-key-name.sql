-- cosmetic
-- sees: cosmetic renamed constraint m1.m1_pkey → m1_key
-- before
create table m (id integer primary key) partition by list (id);
create table m1 partition of m for values in (1);
-- left
-- right
alter table m1 rename constraint m1_pkey to m1_key;
