-- cosmetic
-- from 18
-- before
create table t (id integer constraint n not null);
-- left
-- right
comment on constraint n on t is 'always';
