-- structural
-- sees: structural changed aggregate g(integer) (definition)
-- before
-- left
create aggregate g(integer) (sfunc = int4larger, stype = integer);
-- right
create aggregate g(integer) (sfunc = int4larger, stype = integer, sortop = >);
