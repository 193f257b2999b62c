-- cosmetic
-- sees: cosmetic changed collation c (comment)
-- before
create collation c (provider = icu, locale = 'de');
-- left
-- right
comment on collation c is 'a';
