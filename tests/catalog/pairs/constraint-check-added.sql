-- structural
-- sees: structural right-only constraint t.k
-- before
create table t (id integer, name text);
-- left
-- right
alter table t add constraint k check (id > 0);
