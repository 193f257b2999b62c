-- cosmetic
-- sees: cosmetic renamed constraint t.u → v
-- before
create table t (id integer, name text);
-- left
alter table t add constraint u unique (name);
-- right
alter table t add constraint v unique (name);
