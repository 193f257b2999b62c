-- structural
-- sees: structural changed collation c (locale)
-- before
-- left
create collation c (provider = icu, locale = 'de');
-- right
create collation c (provider = icu, locale = 'fr');
