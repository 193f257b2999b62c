-- structural
-- sees: structural right-only rule t.r
-- before
create table t (id integer, name text);
-- left
-- right
create rule r as on insert to t do also select 1;
