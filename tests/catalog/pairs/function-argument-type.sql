-- structural
-- sees: structural left-only function f(integer)
-- sees: structural right-only function f(bigint)
-- before
-- left
create function f(a integer) returns integer language sql as $$ select a $$;
-- right
create function f(a bigint) returns integer language sql as $$ select 1 $$;
