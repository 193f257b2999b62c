-- structural
-- own database
-- sees: structural changed column "a.b".c (not_null)
-- before
create table "a.b" (c integer);
create schema judged_a;
create table judged_a."b.c" (d integer);
-- left
-- right
alter table "a.b" alter c set not null;
