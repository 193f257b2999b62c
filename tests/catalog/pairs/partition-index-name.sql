-- cosmetic
-- sees: cosmetic renamed index m1_id_idx → m1_by_id
-- before
create table m (id integer) partition by list (id);
create table m1 partition of m for values in (1);
create index m_id on m (id);
-- left
-- right
alter index m1_id_idx rename to m1_by_id;
