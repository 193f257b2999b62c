-- access
-- sees: access changed enum mood (owner)
-- before
create type mood as enum ('sad');
-- left
-- right
alter type mood owner to pg_monitor;
