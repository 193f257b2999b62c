-- structural
-- sees: structural changed column t.b (generated)
-- before
create table t (a integer);
-- left
alter table t add b integer;
-- right
alter table t add b integer generated always as (a + 1) stored;
