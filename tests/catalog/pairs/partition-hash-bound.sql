-- structural
-- sees: structural changed table m1 (partition_bound)
-- before
create table m (id integer) partition by hash (id);
-- left
create table m1 partition of m for values with (modulus 4, remainder 0);
-- right
create table m1 partition of m for values with (modulus 4, remainder 1);
