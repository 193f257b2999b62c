-- structural
-- sees: structural right-only constraint a.fk
-- before
create table a (id integer primary key, up integer);
-- left
-- right
alter table a add constraint fk foreign key (up) references a;
