-- structural
-- sees: structural changed column t.id (default)
-- before
create type ty as (id integer, name text);
-- left
create table t of ty;
-- right
create table t of ty (id with options default 5);
