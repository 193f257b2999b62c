-- cosmetic
-- from 18
-- sees: cosmetic changed column t.id (not_null_name)
-- before
-- left
create table t (id integer not null);
-- right
create table t (id integer constraint n not null);
