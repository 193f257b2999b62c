-- cosmetic
-- sees: cosmetic changed domain d (comment)
-- before
create domain d as text;
-- left
-- right
comment on domain d is 'a';
