-- structural
-- sees: structural changed function f(integer) (definition)
-- before
create function f(a integer) returns integer language sql as $$ select a $$;
create view v as select f(1) as x;
-- left
-- right
create or replace function f(a integer) returns integer language sql as $$ select a + 2 $$;
