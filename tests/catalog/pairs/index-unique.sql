-- structural
-- sees: structural changed index i (unique)
-- before
create table t (id integer, name text);
-- left
create index i on t (id);
-- right
create unique index i on t (id);
