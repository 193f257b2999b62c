-- structural
-- sees: structural changed statistics-object s (target)
-- before
create table t (id integer, name text);
create statistics s (ndistinct) on id, name from t;
-- left
-- right
alter statistics s set statistics 300;
