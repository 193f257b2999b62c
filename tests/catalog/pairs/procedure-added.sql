-- structural
-- sees: structural right-only function p(integer)
-- before
-- left
-- right
create procedure p(a integer) language sql as $$ select a $$;
