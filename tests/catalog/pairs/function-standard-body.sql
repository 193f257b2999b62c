-- structural
-- sees: structural changed function f(integer) (body)
-- before
-- left
create function f(a integer) returns integer language sql begin atomic select a; end;
-- right
create function f(a integer) returns integer language sql begin atomic select a + 1; end;
