-- structural
-- sees: structural changed sequence s (cycle)
-- before
-- left
create sequence s;
-- right
create sequence s cycle;
