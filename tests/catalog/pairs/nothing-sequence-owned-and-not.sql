-- nothing
-- before
create table t (id integer, name text);
create sequence s;
-- left
-- right
alter sequence s owned by t.id;
alter sequence s owned by none;
