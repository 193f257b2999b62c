-- structural
-- sees: structural changed sequence s (increment)
-- before
-- left
create sequence s;
-- right
create sequence s increment 2;
