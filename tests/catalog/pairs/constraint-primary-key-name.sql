-- cosmetic
-- sees: cosmetic renamed constraint t.t_pkey → users_id_pk
-- before
create table t (id integer not null);
-- left
alter table t add primary key (id);
-- right
alter table t add constraint users_id_pk primary key (id);
