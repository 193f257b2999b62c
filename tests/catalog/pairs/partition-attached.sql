-- structural
-- sees: structural changed column m1.at (inherited)
-- sees: structural changed column m1.id (inherited)
-- sees: structural changed table m1 (inherits, partition_bound)
-- before
create table m (id integer, at date) partition by range (at);
create table m1 (id integer, at date);
-- left
-- right
alter table m attach partition m1 for values from ('2024-01-01') to ('2025-01-01');
