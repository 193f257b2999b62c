-- structural
-- sees: structural changed constraint m.m_pkey (index)
-- sees: structural changed constraint m1.m1_pkey (attached)
-- before
create table m (id integer not null) partition by list (id);
create table m1 partition of m for values in (1);
alter table m1 add primary key (id);
alter table only m add primary key (id);
-- left
-- right
alter index m_pkey attach partition m1_pkey;
