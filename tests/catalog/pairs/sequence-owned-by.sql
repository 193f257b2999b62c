-- structural
-- sees: structural changed sequence s (belongs_to)
-- before
create sequence s;
create table t (id integer, name text);
-- left
-- right
alter sequence s owned by t.id;
