-- structural
-- sees: structural changed policy t.p (check)
-- before
create table t (id integer, name text);
-- left
create policy p on t with check (id > 1);
-- right
create policy p on t with check (id > 2);
