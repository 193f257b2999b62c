-- structural
-- sees: structural right-only aggregate g()
-- before
create function inc(bigint) returns bigint language sql as 'select $1 + 1';
-- left
-- right
create aggregate g(*) (sfunc = inc, stype = bigint, initcond = '0');
