-- structural
-- sees: structural changed operator ===(integer,integer) (commutator)
-- before
-- left
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- right
create operator === (function = int4eq, leftarg = integer, rightarg = integer, commutator = ===);
