-- structural
-- sees: structural right-only constraint t.u
-- before
create table t (id integer, name text);
-- left
-- right
alter table t add constraint u unique (name);
