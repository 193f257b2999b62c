-- structural
-- from 15
-- sees: structural changed sequence t_id_seq (persistence)
-- before
create unlogged table t (id integer generated always as identity);
-- left
-- right
alter sequence t_id_seq set logged;
