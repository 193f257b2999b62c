-- structural
-- sees: structural changed view v (definition)
-- before
-- left
create recursive view v(n) as values (1) union all select n + 1 from v where n < 5;
-- right
create recursive view v(n) as values (1) union all select n + 1 from v where n < 6;
