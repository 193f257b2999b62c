-- cosmetic
-- from 18
-- sees: structural right-only constraint t.n
-- before
create table t (id integer constraint n not null);
-- left
-- right
comment on constraint n on t is 'always';
