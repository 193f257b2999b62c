-- structural
-- sees: structural changed function f() (definition)
-- before
create table t (id integer, name text);
-- left
create function f() returns setof t language sql as $$ select * from t $$;
-- right
create function f() returns t language sql as $$ select * from t $$;
