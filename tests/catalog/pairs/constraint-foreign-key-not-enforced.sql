-- structural
-- from 18
-- sees: structural changed constraint b.fk (definition)
-- before
create table a (id integer primary key);
create table b (id integer, a_id integer);
-- left
alter table b add constraint fk foreign key (a_id) references a;
-- right
alter table b add constraint fk foreign key (a_id) references a not enforced;
