-- structural
-- sees: structural changed column c.x (inherited)
-- sees: structural changed table c (inherits)
-- before
create table a (x integer, constraint k check (x > 0));
create table c (x integer, constraint k check (x > 0));
-- left
-- right
alter table c inherit a;
