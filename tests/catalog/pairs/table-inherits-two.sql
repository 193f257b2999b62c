-- structural
-- sees: structural changed table c (inherits)
-- before
create table a (x integer);
create table b (x integer);
-- left
create table c () inherits (a);
-- right
create table c () inherits (a, b);
