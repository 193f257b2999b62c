-- structural
-- sees: structural changed function f(integer) (definition)
-- before
-- left
create function f(a integer) returns integer language sql as $$ select a $$;
-- right
create function f(a integer) returns integer language sql as $$ select  a $$;
