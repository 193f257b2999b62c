-- structural
-- sees: structural changed constraint b.fk (definition)
-- before
create table a (x integer, y integer, primary key (x, y));
create table b (x integer, y integer);
-- left
alter table b add constraint fk foreign key (x, y) references a (x, y);
-- right
alter table b add constraint fk foreign key (y, x) references a (x, y);
