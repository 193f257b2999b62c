-- structural
-- sees: structural right-only index i
-- before
create table t (id integer, name text);
-- left
-- right
create index i on t (id);
