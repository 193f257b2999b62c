-- access
-- sees: access changed sequence t_id_seq (grants)
-- before
create table t (id integer generated always as identity);
-- left
-- right
grant usage on sequence t_id_seq to pg_monitor;
