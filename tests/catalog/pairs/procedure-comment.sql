-- cosmetic
-- sees: cosmetic changed function p(integer) (comment)
-- before
create procedure p(a integer) language sql as $$ select a $$;
-- left
-- right
comment on procedure p(integer) is 'a';
