-- structural
-- sees: structural changed policy t.p (using)
-- before
create table t (id integer, name text);
-- left
create policy p on t using (id > 1);
-- right
create policy p on t using (id > 2);
