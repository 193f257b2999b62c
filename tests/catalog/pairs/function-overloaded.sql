-- structural
-- sees: structural right-only function f(text)
-- before
-- left
create function f(a integer) returns integer language sql as $$ select a $$;
-- right
create function f(a integer) returns integer language sql as $$ select a $$;
create function f(a text) returns text language sql as $$ select a $$;
