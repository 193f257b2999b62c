-- structural
-- sees: structural left-only sequence t_id_seq
-- sees: structural right-only sequence other_seq
-- before
create table t (id integer generated always as identity);
-- left
-- right
alter sequence t_id_seq rename to other_seq;
