-- structural
-- from 18
-- sees: structural changed column t.id (not_null)
-- before
create table t (id integer);
-- left
alter table t alter id set not null;
-- right
alter table t add not null id no inherit;
