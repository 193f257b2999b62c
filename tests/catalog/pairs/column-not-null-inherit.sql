-- structural
-- from 18
-- sees: structural right-only constraint t.n
-- before
create table t (id integer);
-- left
alter table t add constraint n not null id;
-- right
alter table t add constraint n not null id no inherit;
