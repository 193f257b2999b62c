-- structural
-- sees: structural changed table m (partition_key)
-- before
-- left
create table m (id integer, at date) partition by list (id);
-- right
create table m (id integer, at date) partition by hash (id);
