-- cosmetic
-- sees: cosmetic changed column t.a (position)
-- sees: cosmetic changed column t.b (position)
-- before
-- left
create table t (a integer, b integer);
-- right
create table t (b integer, a integer);
