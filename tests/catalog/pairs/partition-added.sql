-- structural
-- sees: structural right-only table m1
-- before
create table m (id integer, at date) partition by range (at);
-- left
-- right
create table m1 partition of m for values from ('2024-01-01') to ('2025-01-01');
