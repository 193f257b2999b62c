-- structural
-- sees: structural changed table m1 (partition_key, access_method)
-- before
create table m (id integer, x integer) partition by list (id);
-- left
create table m1 partition of m for values in (1);
-- right
create table m1 partition of m for values in (1) partition by list (x);
