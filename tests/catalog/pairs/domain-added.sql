-- structural
-- sees: structural right-only domain d
-- before
-- left
-- right
create domain d as text;
