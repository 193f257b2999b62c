-- structural
-- sees: structural changed rule t.r (definition)
-- before
create table t (id integer, name text);
-- left
create rule r as on insert to t do also select 1;
-- right
create rule r as on insert to t do instead select 1;
