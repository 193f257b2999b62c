-- access
-- sees: access changed aggregate g(integer) (owner)
-- before
create aggregate g(integer) (sfunc = int4pl, stype = integer);
-- left
-- right
alter aggregate g(integer) owner to pg_monitor;
