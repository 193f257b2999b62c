-- access
-- sees: access changed statistics-object s (owner)
-- before
create table t (id integer, name text);
create statistics s (ndistinct) on id, name from t;
-- left
-- right
alter statistics s owner to pg_monitor;
