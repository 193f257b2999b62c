-- structural
-- sees: structural changed sequence s (maximum)
-- before
-- left
create sequence s;
-- right
create sequence s maxvalue 100;
