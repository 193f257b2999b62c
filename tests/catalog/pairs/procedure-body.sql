-- structural
-- sees: structural changed function p(integer) (definition)
-- before
-- left
create procedure p(a integer) language sql as $$ select a $$;
-- right
create procedure p(a integer) language sql as $$ select a + 1 $$;
