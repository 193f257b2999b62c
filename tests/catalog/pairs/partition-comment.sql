-- cosmetic
-- sees: cosmetic changed table m1 (comment)
-- before
create table m (id integer) partition by list (id);
create table m1 partition of m for values in (1);
-- left
-- right
comment on table m1 is 'one';
