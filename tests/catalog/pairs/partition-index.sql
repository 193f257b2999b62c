-- structural
-- sees: structural right-only index m1_id_idx
-- sees: structural right-only index m_id
-- before
create table m (id integer) partition by list (id);
create table m1 partition of m for values in (1);
-- left
-- right
create index m_id on m (id);
