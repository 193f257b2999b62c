-- nothing
-- before
create table t (id integer, name text);
-- left
-- right
alter table t alter id set statistics 100, alter name set storage external, alter id set not null, alter name set default 'a', set (fillfactor = 50), enable row level security;
alter table t alter id set statistics -1, alter name set storage extended, alter id drop not null, alter name drop default, reset (fillfactor), disable row level security;
comment on column t.id is 'a';
comment on column t.id is null;
alter table t set unlogged;
alter table t set logged;
