-- structural
-- sees: structural changed table t (row_security)
-- before
create table t (id integer, name text);
-- left
-- right
alter table t enable row level security;
