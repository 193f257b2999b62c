-- nothing
-- until 17
-- before
-- left
create table t (id integer primary key, name text unique);
-- right
create table u (key integer primary key, name text unique);
alter table u rename to t;
alter table t rename key to id;
alter index u_pkey rename to t_pkey;
alter table t rename constraint u_name_key to t_name_key;
