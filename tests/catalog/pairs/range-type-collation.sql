-- structural
-- sees: structural changed range-type r (collation)
-- before
-- left
create type r as range (subtype = text);
-- right
create type r as range (subtype = text, collation = "C");
