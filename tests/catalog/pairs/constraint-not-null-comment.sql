-- cosmetic
-- from 18
-- sees: cosmetic changed column t.id (not_null_comment)
-- before
create table t (id integer constraint n not null);
-- left
-- right
comment on constraint n on t is 'always';
