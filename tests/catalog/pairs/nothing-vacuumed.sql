-- nothing
-- before
create table t (id integer primary key);
insert into t select generate_series(1, 100);
create index i on t (id);
-- left
-- right
analyze t;
reindex table t;
cluster t using i;
alter table t set without cluster;
