-- cosmetic
-- sees: cosmetic changed index m1_id_idx (comment)
-- before
create table m (id integer) partition by list (id);
create table m1 partition of m for values in (1);
create index m_id on m (id);
-- left
-- right
comment on index m1_id_idx is 'a';
