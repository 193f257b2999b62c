-- structural
-- sees: structural right-only column t.bio
-- before
create table t (id integer, name text);
-- left
-- right
alter table t add bio text;
