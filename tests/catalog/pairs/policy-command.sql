-- structural
-- sees: structural changed policy t.p (command)
-- before
create table t (id integer, name text);
-- left
create policy p on t for select using (id > 1);
-- right
create policy p on t for delete using (id > 1);
