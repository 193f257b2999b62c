-- structural
-- sees: structural changed collation c (provider, locale, version)
-- before
-- left
create collation c (provider = icu, locale = 'de');
-- right
create collation c (provider = libc, locale = 'C');
