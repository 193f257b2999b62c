-- structural
-- sees: structural right-only collation c
-- before
-- left
-- right
create collation c (provider = icu, locale = 'de');
