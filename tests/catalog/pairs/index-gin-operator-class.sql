-- structural
-- sees: structural changed index i (definition)
-- before
create table t (j jsonb);
-- left
create index i on t using gin (j);
-- right
create index i on t using gin (j jsonb_path_ops);
