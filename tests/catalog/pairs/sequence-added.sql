-- structural
-- sees: structural right-only sequence s
-- before
-- left
-- right
create sequence s;
