-- structural
-- sees: structural changed constraint t.t_pkey (definition)
-- before
create table t (a integer not null, b integer not null);
-- left
alter table t add primary key (a, b);
-- right
alter table t add primary key (b, a);
