-- structural
-- sees: structural right-only constraint t.t_pkey
-- before
create table t (id integer not null);
-- left
-- right
alter table t add primary key (id);
