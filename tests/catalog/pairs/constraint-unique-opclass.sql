-- structural
-- sees: structural left-only index u
-- sees: structural right-only constraint t.u
-- before
create table t (id integer, name text);
-- left
create unique index u on t (id);
-- right
create unique index u on t (id);
alter table t add constraint u unique using index u;
