-- cosmetic
-- sees: cosmetic changed statistics-object s (comment)
-- before
create table t (id integer, name text);
create statistics s (ndistinct) on id, name from t;
-- left
-- right
comment on statistics s is 'a';
