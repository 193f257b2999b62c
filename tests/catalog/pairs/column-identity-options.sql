-- structural
-- sees: structural changed sequence t_id_seq (start)
-- before
-- left
create table t (id integer generated always as identity);
-- right
create table t (id integer generated always as identity (start 100));
