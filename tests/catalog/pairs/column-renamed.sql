-- structural
-- sees: structural left-only column t.name
-- sees: structural right-only column t.title
-- before
create table t (id integer, name text);
-- left
-- right
alter table t rename name to title;
