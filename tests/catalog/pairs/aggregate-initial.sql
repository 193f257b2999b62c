-- structural
-- sees: structural changed aggregate g(integer) (definition)
-- before
-- left
create aggregate g(integer) (sfunc = int4pl, stype = integer);
-- right
create aggregate g(integer) (sfunc = int4pl, stype = integer, initcond = '0');
