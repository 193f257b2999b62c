-- structural
-- sees: structural changed index t_id (used)
-- sees: structural changed index t_id2 (used)
-- before
create table t (id integer not null, x integer);
create unique index t_id on t (id);
create unique index t_id2 on t (id) include (x);
-- left
alter table t replica identity using index t_id;
-- right
alter table t replica identity using index t_id2;
