-- structural
-- sees: structural changed constraint t.t_pkey (index)
-- before
create table t (id integer primary key);
-- left
-- right
alter table t cluster on t_pkey;
