-- cosmetic
-- own database
-- sees: cosmetic changed publication p (comment)
-- before
create publication p;
-- left
-- right
comment on publication p is 'a';
