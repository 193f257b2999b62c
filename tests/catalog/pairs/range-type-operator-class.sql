-- structural
-- sees: structural changed range-type r (operator_class)
-- before
-- left
create type r as range (subtype = text);
-- right
create type r as range (subtype = text, subtype_opclass = text_pattern_ops);
