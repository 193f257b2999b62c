-- cosmetic
-- sees: cosmetic changed domain d (check_comments)
-- before
create domain d as text constraint k check (value <> '');
-- left
-- right
comment on constraint k on domain d is 'a';
