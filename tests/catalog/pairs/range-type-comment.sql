-- cosmetic
-- sees: cosmetic changed range-type r (comment)
-- before
create type r as range (subtype = float8);
-- left
-- right
comment on type r is 'a';
