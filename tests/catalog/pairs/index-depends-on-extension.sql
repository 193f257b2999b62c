-- structural
-- own database
-- sees: structural changed index i (depends_on)
-- before
create extension hstore;
create table t (h text);
create index i on t (h);
-- left
-- right
alter index i depends on extension hstore;
