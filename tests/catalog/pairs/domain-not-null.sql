-- structural
-- sees: structural changed domain d (not_null)
-- before
create domain d as text;
-- left
-- right
alter domain d set not null;
