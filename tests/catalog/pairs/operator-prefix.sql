-- structural
-- sees: structural changed operator !==(NONE,integer) (function)
-- before
-- left
create operator !== (function = int4um, rightarg = integer);
-- right
create operator !== (function = int4abs, rightarg = integer);
