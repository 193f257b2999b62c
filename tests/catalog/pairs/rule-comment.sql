-- cosmetic
-- sees: cosmetic changed rule t.r (comment)
-- before
create table t (id integer, name text);
create rule r as on insert to t do also select 1;
-- left
-- right
comment on rule r on t is 'a';
