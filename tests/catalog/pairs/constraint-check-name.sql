-- cosmetic
-- sees: cosmetic renamed constraint t.k → kk
-- before
create table t (id integer, name text);
-- left
alter table t add constraint k check (id > 0);
-- right
alter table t add constraint kk check (id > 0);
