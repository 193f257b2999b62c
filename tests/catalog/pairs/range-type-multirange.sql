-- structural
-- sees: structural changed range-type r (multirange)
-- before
-- left
create type r as range (subtype = float8);
-- right
create type r as range (subtype = float8, multirange_type_name = many);
