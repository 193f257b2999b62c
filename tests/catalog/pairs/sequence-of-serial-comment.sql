-- cosmetic
-- sees: cosmetic changed sequence t_id_seq (comment)
-- before
create table t (id serial);
-- left
-- right
comment on sequence t_id_seq is 'a';
