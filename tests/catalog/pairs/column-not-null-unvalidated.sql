-- structural
-- from 18
-- sees: structural changed column t.id (not_null)
-- before
create table t (id integer);
-- left
alter table t add constraint n not null id;
-- right
alter table t add constraint n not null id not valid;
