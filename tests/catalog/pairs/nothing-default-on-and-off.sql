-- nothing
-- before
create table t (a integer, b integer);
-- left
-- right
alter table t alter a set default 1, alter b set default 2;
alter table t alter a drop default, alter b drop default;
