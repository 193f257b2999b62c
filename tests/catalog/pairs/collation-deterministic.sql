-- structural
-- sees: structural changed collation c (deterministic)
-- before
-- left
create collation c (provider = icu, locale = 'de');
-- right
create collation c (provider = icu, locale = 'de', deterministic = false);
