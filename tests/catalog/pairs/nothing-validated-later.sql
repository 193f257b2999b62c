-- nothing
-- before
create table a (id integer primary key);
create table b (id integer, a_id integer);
-- left
alter table b add constraint fk foreign key (a_id) references a;
-- right
alter table b add constraint fk foreign key (a_id) references a not valid;
alter table b validate constraint fk;
