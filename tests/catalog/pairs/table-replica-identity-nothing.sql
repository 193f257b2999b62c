-- structural
-- sees: structural changed table t (replica_identity)
-- before
create table t (id integer, name text);
-- left
-- right
alter table t replica identity nothing;
