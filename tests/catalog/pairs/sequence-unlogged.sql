-- structural
-- from 15
-- sees: structural changed sequence s (persistence)
-- before
-- left
create sequence s;
-- right
create unlogged sequence s;
