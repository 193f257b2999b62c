-- structural
-- sees: structural changed column t.id (identity)
-- sees: structural right-only sequence t_id_seq
-- before
create table t (id integer not null);
-- left
-- right
alter table t alter id add generated always as identity;
