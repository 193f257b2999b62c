-- structural
-- sees: structural changed constraint t.u (definition)
-- before
create table t (id integer, name text);
-- left
alter table t add constraint u unique (id);
-- right
alter table t add constraint u unique (id) include (name);
