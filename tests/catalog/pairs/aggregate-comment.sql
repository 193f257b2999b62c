-- cosmetic
-- sees: cosmetic changed aggregate g(integer) (comment)
-- before
create aggregate g(integer) (sfunc = int4pl, stype = integer);
-- left
-- right
comment on aggregate g(integer) is 'a';
