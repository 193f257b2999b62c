-- structural
-- sees: structural right-only constraint b.fk
-- before
create table a (id integer primary key);
create table b (id integer, a_id integer);
-- left
-- right
alter table b add constraint fk foreign key (a_id) references a;
