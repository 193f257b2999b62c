-- structural
-- sees: structural changed index i (valid)
-- before
create table t (id integer, name text);
create index i on t (id);
-- left
-- right
update pg_index set indisvalid = false where indexrelid = $$i$$::regclass;
