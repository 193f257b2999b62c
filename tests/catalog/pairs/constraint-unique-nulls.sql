-- structural
-- from 15
-- sees: structural changed constraint t.u (definition)
-- before
create table t (id integer, name text);
-- left
alter table t add constraint u unique (name);
-- right
alter table t add constraint u unique nulls not distinct (name);
