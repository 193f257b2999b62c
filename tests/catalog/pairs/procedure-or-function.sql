-- structural
-- sees: structural changed function p(integer) (definition)
-- before
-- left
create procedure p(a integer) language sql as $$ select a $$;
-- right
create function p(a integer) returns void language sql as $$ select a $$;
