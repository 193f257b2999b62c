-- structural
-- sees: structural changed operator ===(integer,integer) (used)
-- before
-- left
create operator === (function = int4eq, leftarg = integer, rightarg = integer, commutator = ===);
-- right
create operator === (function = int4eq, leftarg = integer, rightarg = integer, commutator = ===, hashes);
