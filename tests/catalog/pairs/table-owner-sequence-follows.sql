-- access
-- sees: access changed sequence t_id_seq (owner)
-- sees: access changed table t (owner)
-- before
create table t (id serial);
-- left
-- right
alter table t owner to pg_monitor;
