-- structural
-- sees: structural changed domain d (type)
-- before
-- left
create domain d as text;
-- right
create domain d as varchar(10);
