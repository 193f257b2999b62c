-- structural
-- sees: structural right-only range-type r
-- before
-- left
-- right
create type r as range (subtype = float8);
