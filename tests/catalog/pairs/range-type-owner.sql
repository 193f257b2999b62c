-- access
-- sees: access changed range-type r (owner)
-- before
create type r as range (subtype = float8);
-- left
-- right
alter type r owner to pg_monitor;
