-- access
-- sees: access changed sequence s (owner)
-- before
create sequence s;
-- left
-- right
alter sequence s owner to pg_monitor;
