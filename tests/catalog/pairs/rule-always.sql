-- structural
-- sees: structural changed rule t.r (enabled)
-- before
create table t (id integer, name text);
create rule r as on insert to t do also select 1;
-- left
-- right
alter table t enable always rule r;
