-- structural
-- sees: structural changed function f(integer[]) (definition)
-- before
-- left
create function f(a integer[]) returns integer language sql as $$ select 1 $$;
-- right
create function f(variadic a integer[]) returns integer language sql as $$ select 1 $$;
