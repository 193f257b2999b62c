-- structural
-- sees: structural changed constraint t.k (definition)
-- before
create table t (id integer, name text);
-- left
alter table t add constraint k check (id > 0);
-- right
alter table t add constraint k check (id > 1);
