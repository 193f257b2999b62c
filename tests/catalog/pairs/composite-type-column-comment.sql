-- cosmetic
-- sees: cosmetic changed composite-type c (column_comments)
-- before
create type c as (a integer);
-- left
-- right
comment on column c.a is 'a';
