-- structural
-- sees: structural changed statistics-object s (definition)
-- before
create table t (id integer, name text);
-- left
create statistics s (ndistinct) on id, name from t;
-- right
create statistics s (dependencies) on id, name from t;
