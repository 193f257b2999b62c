-- structural
-- sees: structural changed sequence s (cache)
-- before
-- left
create sequence s;
-- right
create sequence s cache 20;
