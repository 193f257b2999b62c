-- structural
-- sees: structural changed table m (partition_key)
-- before
-- left
create table m (id integer, at date) partition by range (at);
-- right
create table m (id integer, at date) partition by range (id);
