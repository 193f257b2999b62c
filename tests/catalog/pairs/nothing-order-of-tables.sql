-- nothing
-- before
-- left
create table a (id integer primary key);
create table b (id integer primary key, a_id integer references a);
create index b_a on b (a_id);
create view v as select id from a;
-- right
create table b (id integer primary key, a_id integer);
create table a (id integer primary key);
create view v as select id from a;
create index b_a on b (a_id);
alter table b add foreign key (a_id) references a;
