-- structural
-- sees: structural left-only table t
-- sees: structural right-only table u
-- before
create table t (id integer, name text);
-- left
-- right
alter table t rename to u;
