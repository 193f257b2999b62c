-- structural
-- sees: structural changed operator ===(integer,integer) (function)
-- before
-- left
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- right
create operator === (function = int4ne, leftarg = integer, rightarg = integer);
