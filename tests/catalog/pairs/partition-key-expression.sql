-- structural
-- sees: structural changed table m (partition_key)
-- before
-- left
create table m (at timestamp) partition by range ((at::date));
-- right
create table m (at timestamp) partition by range (date_trunc('day', at));
