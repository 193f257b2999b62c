-- structural
-- sees: structural changed column t.id (default)
-- before
create table t (id integer, name text);
create sequence s;
-- left
-- right
alter table t alter id set default nextval('s');
