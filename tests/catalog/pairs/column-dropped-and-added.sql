-- nothing
-- before
create table t (id integer, name text);
-- left
alter table t add bio text;
-- right
alter table t add old integer;
alter table t drop old;
alter table t add bio text;
