-- structural
-- sees: structural changed column t.at (default)
-- before
create table t (id integer, name text);
-- left
alter table t add at timestamptz default now();
-- right
alter table t add at timestamptz default clock_timestamp();
