-- structural
-- sees: structural changed index m1_id (attached)
-- sees: structural changed index m_id (valid)
-- before
create table m (id integer) partition by list (id);
create table m1 partition of m for values in (1);
create index m_id on only m (id);
create index m1_id on m1 (id);
-- left
-- right
alter index m_id attach partition m1_id;
