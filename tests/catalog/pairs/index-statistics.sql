-- structural
-- sees: structural changed index i (statistics)
-- before
create table t (id integer, name text);
create index i on t ((id + 1));
-- left
-- right
alter index i alter column 1 set statistics 300;
