-- structural
-- sees: structural changed sequence t_id_seq (increment, cycle)
-- before
-- left
create table t (id integer generated always as identity);
-- right
create table t (id integer generated always as identity (cycle increment 3));
