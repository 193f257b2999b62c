-- cosmetic
-- sees: cosmetic renamed index i → j
-- before
create table t (id integer, name text);
-- left
create index i on t (id);
-- right
create index j on t (id);
