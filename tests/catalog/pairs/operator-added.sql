-- structural
-- sees: structural right-only operator ===(integer,integer)
-- before
-- left
-- right
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
