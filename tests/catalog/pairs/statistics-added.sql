-- structural
-- sees: structural right-only statistics-object s
-- before
create table t (id integer, name text);
-- left
-- right
create statistics s (ndistinct) on id, name from t;
