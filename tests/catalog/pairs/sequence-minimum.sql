-- structural
-- sees: structural changed sequence s (minimum)
-- before
-- left
create sequence s start 5;
-- right
create sequence s start 5 minvalue 2;
