-- cosmetic
-- sees: cosmetic changed index i (comment)
-- before
create table t (id integer, name text);
create index i on t (id);
-- left
-- right
comment on index i is 'a';
