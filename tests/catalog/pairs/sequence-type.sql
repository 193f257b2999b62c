-- structural
-- sees: structural changed sequence s (type, maximum)
-- before
-- left
create sequence s as integer;
-- right
create sequence s as bigint;
