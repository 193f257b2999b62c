-- nothing
-- before
-- left
create table t (a integer, b text not null, c integer default 3);
create index i on t (c, b);
create unique index i2 on t ((a + 1));
-- right
create table t (x integer, a integer, y text, b text not null);
alter table t drop x;
alter table t add c integer default 3;
alter table t drop y;
create unique index i2 on t ((a + 1));
create index i on t (c, b);
