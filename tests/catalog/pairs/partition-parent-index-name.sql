-- cosmetic
-- sees: cosmetic renamed index m_id → m_by_id
-- before
create table m (id integer) partition by list (id);
create table m1 partition of m for values in (1);
create index m_id on m (id);
-- left
-- right
alter index m_id rename to m_by_id;
