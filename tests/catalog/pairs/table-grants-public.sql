-- access
-- sees: access changed table t (grants)
-- before
create table t (id integer, name text);
-- left
-- right
grant select on t to public;
