-- structural
-- from 15
-- sees: structural changed index i (definition)
-- before
create table t (id integer, name text);
-- left
create unique index i on t (id);
-- right
create unique index i on t (id) nulls not distinct;
