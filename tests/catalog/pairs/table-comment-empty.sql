-- nothing
-- before
create table t (id integer, name text);
-- left
-- right
comment on table t is 'a';
comment on table t is '';
