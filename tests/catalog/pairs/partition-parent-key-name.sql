-- cosmetic
-- sees: cosmetic renamed constraint m.m_pkey → m_key
-- before
create table m (id integer primary key) partition by list (id);
create table m1 partition of m for values in (1);
-- left
-- right
alter table m rename constraint m_pkey to m_key;
