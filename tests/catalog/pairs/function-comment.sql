-- cosmetic
-- sees: cosmetic changed function f(integer) (comment)
-- before
create function f(a integer) returns integer language sql as $$ select a $$;
-- left
-- right
comment on function f(integer) is 'a';
