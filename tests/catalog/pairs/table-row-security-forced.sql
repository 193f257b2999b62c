-- structural
-- sees: structural changed table t (row_security)
-- before
create table t (id integer, name text);
-- left
alter table t enable row level security;
-- right
alter table t enable row level security, force row level security;
