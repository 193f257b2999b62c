-- structural
-- sees: structural changed index t_x (used)
-- sees: structural changed table t (replica_identity)
-- before
create table t (id integer primary key, x integer not null);
create unique index t_x on t (x);
-- left
-- right
alter table t replica identity using index t_x;
