-- structural
-- sees: structural changed table m (partition_key)
-- before
-- left
create table m (name text) partition by range (name);
-- right
create table m (name text) partition by range (name text_pattern_ops);
