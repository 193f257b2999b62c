-- structural
-- sees: structural changed constraint t.k (validated)
-- before
create table t (id integer, name text);
-- left
alter table t add constraint k check (id > 0);
-- right
alter table t add constraint k check (id > 0) not valid;
