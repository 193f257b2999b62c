-- structural
-- sees: structural changed domain d (checks, check_names)
-- before
create domain d as text check (value <> '');
-- left
-- right
alter domain d add check (value <> 'x');
