-- structural
-- sees: structural changed domain d (default)
-- before
-- left
create domain d as text default 'a';
-- right
create domain d as text default 'b';
