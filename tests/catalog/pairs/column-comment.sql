-- cosmetic
-- sees: cosmetic changed column t.name (comment)
-- before
create table t (id integer, name text);
-- left
comment on column t.name is 'a';
-- right
comment on column t.name is 'b';
