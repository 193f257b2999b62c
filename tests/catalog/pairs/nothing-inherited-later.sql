-- nothing
-- before
create table a (x integer, y integer);
-- left
create table c (x integer, y integer) inherits (a);
-- right
create table c (x integer, y integer);
alter table c inherit a;
