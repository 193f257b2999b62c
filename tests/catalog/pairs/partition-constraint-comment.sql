-- cosmetic
-- sees: cosmetic changed constraint m1.m1_pkey (comment)
-- before
create table m (id integer primary key) partition by list (id);
create table m1 partition of m for values in (1);
-- left
-- right
comment on constraint m1_pkey on m1 is 'a';
