-- cosmetic
-- own database
-- sees: cosmetic changed schema judged (comment)
-- before
create schema judged;
-- left
comment on schema judged is 'a';
-- right
comment on schema judged is 'b';
