-- structural
-- sees: structural changed column c.x (inherited)
-- before
create table a (x integer);
-- left
create table c (x integer) inherits (a);
-- right
create table c () inherits (a);
