-- structural
-- sees: structural changed column c.x (default)
-- before
create table a (x integer);
create table c () inherits (a);
-- left
-- right
alter table c alter x set default 5;
