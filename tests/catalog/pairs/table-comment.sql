-- cosmetic
-- sees: cosmetic changed table t (comment)
-- before
create table t (id integer, name text);
-- left
comment on table t is 'a';
-- right
comment on table t is 'b''c
d';
