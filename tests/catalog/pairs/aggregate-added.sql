-- structural
-- sees: structural right-only aggregate g(integer)
-- before
-- left
-- right
create aggregate g(integer) (sfunc = int4pl, stype = integer);
