-- structural
-- from 18
-- sees: structural changed column t.b (generated)
-- before
-- left
create table t (a integer, b integer generated always as (a * 2) stored);
-- right
create table t (a integer, b integer generated always as (a * 2) virtual);
