-- structural
-- own database
-- sees: structural left-only table judged_a.t
-- sees: structural right-only table judged_b.t
-- before
create schema judged_a;
create schema judged_b;
-- left
create table judged_a.t (id integer);
-- right
create table judged_b.t (id integer);
