-- structural
-- sees: structural right-only policy t.p
-- before
create table t (id integer, name text);
-- left
-- right
create policy p on t;
