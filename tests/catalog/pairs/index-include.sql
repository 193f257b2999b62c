-- structural
-- sees: structural changed index i (definition)
-- before
create table t (id integer, name text);
-- left
create index i on t (id);
-- right
create index i on t (id) include (name);
