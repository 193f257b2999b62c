-- nothing
-- before
create table t (id integer not null);
-- left
-- right
alter table t alter id add generated always as identity;
alter table t alter id drop identity;
