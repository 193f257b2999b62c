-- structural
-- sees: structural changed aggregate g(integer) (definition, parallel)
-- before
-- left
create aggregate g(integer) (sfunc = int4pl, stype = integer);
-- right
create aggregate g(integer) (sfunc = int4pl, stype = integer, combinefunc = int4pl, parallel = safe);
