-- structural
-- sees: structural changed table t (type)
-- before
create type ty as (id integer, name text);
-- left
create table t (id integer, name text);
-- right
create table t of ty;
