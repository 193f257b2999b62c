-- cosmetic
-- sees: cosmetic changed column t.id (comment)
-- before
create table t (id integer primary key);
-- left
-- right
comment on column t.id is 'key';
