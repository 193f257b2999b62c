-- structural
-- sees: structural right-only constraint c.k
-- before
create table a (x integer, constraint k check (x > 0));
-- left
create table c () inherits (a);
-- right
create table c (constraint k check (x > 0)) inherits (a);
