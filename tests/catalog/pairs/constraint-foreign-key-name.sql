-- cosmetic
-- sees: cosmetic renamed constraint b.b_a_id_fkey → b_a_id_a_id_fk
-- before
create table a (id integer primary key);
create table b (id integer, a_id integer);
-- left
alter table b add foreign key (a_id) references a;
-- right
alter table b add constraint b_a_id_a_id_fk foreign key (a_id) references a(id);
