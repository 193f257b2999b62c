-- structural
-- sees: structural right-only constraint m.fk
-- before
create table a (id integer primary key);
create table m (id integer, a_id integer) partition by list (id);
create table m1 partition of m for values in (1);
-- left
-- right
alter table m add constraint fk foreign key (a_id) references a;
