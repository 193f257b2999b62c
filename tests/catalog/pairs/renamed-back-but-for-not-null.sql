-- cosmetic
-- from 18
-- sees: cosmetic changed column t.id (not_null_name)
-- before
create table t (id integer primary key);
-- left
-- right
alter table t rename id to key;
alter table t rename key to id;
alter table t rename to u;
alter table u rename to t;
alter table t rename constraint t_id_not_null to u_id_not_null;
