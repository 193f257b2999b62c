-- structural
-- sees: structural changed index i (definition)
-- before
create table t (id integer, name text);
-- left
create index i on t using brin (id);
-- right
create index i on t using brin (id) with (pages_per_range = 8);
