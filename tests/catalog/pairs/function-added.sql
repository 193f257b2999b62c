-- structural
-- sees: structural right-only function f(integer)
-- before
-- left
-- right
create function f(a integer) returns integer language sql as $$ select a $$;
