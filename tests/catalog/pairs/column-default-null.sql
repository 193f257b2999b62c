-- nothing
-- before
create table t (id integer, name text);
-- left
-- right
alter table t alter name set default null;
