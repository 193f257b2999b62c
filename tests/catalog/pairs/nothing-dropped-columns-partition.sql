-- nothing
-- before
create table m (id integer, x integer, at date, primary key (id)) partition by list (id);
-- left
create table m1 partition of m for values in (1);
-- right
create table m1 (old text, id integer not null, x integer, old2 text, at date, constraint m1_pkey primary key (id));
alter table m1 drop old;
alter table m1 drop old2;
alter table m attach partition m1 for values in (1);
