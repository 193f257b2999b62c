-- structural
-- from 18
-- sees: structural changed column t.during (not_null)
-- sees: structural changed constraint t.t_pkey (definition)
-- before
create table t (id int4range, during daterange);
-- left
alter table t add primary key (id);
-- right
alter table t add primary key (id, during without overlaps);
