-- structural
-- sees: structural changed column t.b (generated)
-- before
create table t (a integer, b integer generated always as (a * 2) stored);
-- left
-- right
alter table t alter b drop expression;
