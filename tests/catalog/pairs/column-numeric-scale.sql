-- structural
-- sees: structural changed column t.n (type)
-- before
create table t (id integer, name text);
-- left
alter table t add n numeric(10, 2);
-- right
alter table t add n numeric(10, 3);
