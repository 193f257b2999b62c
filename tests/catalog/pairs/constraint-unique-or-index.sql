-- structural
-- sees: structural left-only constraint t.u
-- sees: structural right-only index u
-- before
create table t (id integer, name text);
-- left
alter table t add constraint u unique (name);
-- right
create unique index u on t (name);
