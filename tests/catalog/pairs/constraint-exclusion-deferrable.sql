-- structural
-- sees: structural changed constraint t.e (definition)
-- before
create table t (r int4range);
-- left
alter table t add constraint e exclude using gist (r with &&);
-- right
alter table t add constraint e exclude using gist (r with &&) deferrable;
