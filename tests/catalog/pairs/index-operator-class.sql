-- structural
-- sees: structural changed index i (definition)
-- before
create table t (id integer, name text);
-- left
create index i on t (name);
-- right
create index i on t (name text_pattern_ops);
