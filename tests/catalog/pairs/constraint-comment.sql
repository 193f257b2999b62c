-- cosmetic
-- sees: cosmetic changed constraint t.k (comment)
-- before
create table t (id integer, name text);
alter table t add constraint k check (id > 0);
-- left
-- right
comment on constraint k on t is 'positive';
