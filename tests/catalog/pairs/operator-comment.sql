-- cosmetic
-- sees: cosmetic changed operator ===(integer,integer) (comment)
-- before
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- left
-- right
comment on operator === (integer, integer) is 'a';
