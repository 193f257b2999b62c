-- structural
-- sees: structural changed domain d (collation)
-- before
-- left
create domain d as text;
-- right
create domain d as text collate "C";
