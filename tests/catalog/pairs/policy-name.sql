-- structural
-- sees: structural left-only policy t.p
-- sees: structural right-only policy t.q
-- before
create table t (id integer, name text);
create policy p on t;
-- left
-- right
alter policy p on t rename to q;
