-- structural
-- sees: structural changed column t.id (default)
-- sees: structural left-only sequence t_id_seq
-- before
-- left
create table t (id serial);
-- right
create table t (id integer not null);
