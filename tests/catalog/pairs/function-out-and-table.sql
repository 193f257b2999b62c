-- structural
-- sees: structural changed function f() (definition)
-- before
-- left
create function f(out a integer, out b integer) language sql as $$ select 1, 2 $$;
-- right
create function f(out a integer, out c integer) language sql as $$ select 1, 2 $$;
