-- structural
-- sees: structural changed range-type r (subtype, operator_class)
-- before
-- left
create type r as range (subtype = float8);
-- right
create type r as range (subtype = float4);
