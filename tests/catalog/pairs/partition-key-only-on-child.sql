-- structural
-- sees: structural right-only constraint m1.m1_pkey
-- before
create table m (id integer not null) partition by list (id);
create table m1 partition of m for values in (1);
-- left
-- right
alter table m1 add primary key (id);
