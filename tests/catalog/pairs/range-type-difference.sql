-- structural
-- sees: structural changed range-type r (difference)
-- before
-- left
create type r as range (subtype = float8);
-- right
create type r as range (subtype = float8, subtype_diff = float8mi);
