-- structural
-- sees: structural changed index i (definition)
-- before
create table t (r int4range);
-- left
create index i on t (r);
-- right
create index i on t using gist (r);
