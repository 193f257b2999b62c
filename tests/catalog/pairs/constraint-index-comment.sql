-- cosmetic
-- sees: cosmetic changed constraint t.t_pkey (index_comment)
-- before
create table t (id integer primary key);
-- left
-- right
comment on index t_pkey is 'a';
