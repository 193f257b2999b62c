-- structural
-- sees: structural changed sequence s (start)
-- before
-- left
create sequence s;
-- right
create sequence s start 5;
