-- structural
-- sees: structural changed operator ===(integer,integer) (restrict)
-- before
-- left
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- right
create operator === (function = int4eq, leftarg = integer, rightarg = integer, restrict = eqsel);
