-- cosmetic
-- sees: cosmetic changed sequence s (comment)
-- before
create sequence s;
-- left
-- right
comment on sequence s is 'a';
