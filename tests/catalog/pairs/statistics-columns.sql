-- structural
-- sees: structural changed statistics-object s (definition)
-- before
create table t (a integer, b integer, c integer);
-- left
create statistics s on a, b from t;
-- right
create statistics s on a, c from t;
