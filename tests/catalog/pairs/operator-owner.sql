-- access
-- sees: access changed operator ===(integer,integer) (owner)
-- before
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- left
-- right
alter operator === (integer, integer) owner to pg_monitor;
