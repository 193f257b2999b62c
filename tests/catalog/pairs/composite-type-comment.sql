-- cosmetic
-- sees: cosmetic changed composite-type c (comment)
-- before
create type c as (a integer);
-- left
-- right
comment on type c is 'a';
