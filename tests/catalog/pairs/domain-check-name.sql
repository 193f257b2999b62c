-- cosmetic
-- sees: cosmetic changed domain d (check_names)
-- before
-- left
create domain d as text constraint k check (value <> '');
-- right
create domain d as text constraint kk check (value <> '');
