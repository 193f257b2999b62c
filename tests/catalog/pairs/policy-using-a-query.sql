-- structural
-- sees: structural changed policy t.p (using)
-- before
create table t (id integer, name text);
create table u (id integer);
-- left
create policy p on t using (id in (select id from u));
-- right
create policy p on t using (exists (select from u where u.id = t.id));
