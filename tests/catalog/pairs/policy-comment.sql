-- cosmetic
-- sees: cosmetic changed policy t.p (comment)
-- before
create table t (id integer, name text);
create policy p on t;
-- left
-- right
comment on policy p on t is 'a';
