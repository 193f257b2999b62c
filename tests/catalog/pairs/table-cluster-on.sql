-- structural
-- sees: structural changed index t_id (used)
-- before
create table t (id integer, name text);
create index t_id on t (id);
-- left
-- right
alter table t cluster on t_id;
