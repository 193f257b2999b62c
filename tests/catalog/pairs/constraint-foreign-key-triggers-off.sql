-- structural
-- pg_dump is silent
-- sees: structural changed constraint b.fk (enforced)
-- before
create table a (id integer primary key);
create table b (id integer, a_id integer);
alter table b add constraint fk foreign key (a_id) references a;
-- left
-- right
alter table b disable trigger all;
