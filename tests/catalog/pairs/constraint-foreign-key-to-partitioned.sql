-- structural
-- sees: structural right-only constraint b.fk
-- before
create table m (id integer primary key) partition by list (id);
create table m1 partition of m for values in (1);
create table b (m_id integer);
-- left
-- right
alter table b add constraint fk foreign key (m_id) references m;
