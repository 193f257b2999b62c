-- structural
-- sees: structural changed column c.y (inherited)
-- before
create table a (x integer, y integer);
-- left
create table c () inherits (a);
-- right
create table c (y integer) inherits (a);
