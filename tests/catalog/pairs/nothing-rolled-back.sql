-- nothing
-- before
create table t (id integer, name text);
-- left
-- right
begin;
alter table t add x integer;
rollback;
