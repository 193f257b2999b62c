-- access
-- sees: access changed table t (grants)
-- before
create table t (id integer, name text);
-- left
-- right
revoke delete on t from postgres;
