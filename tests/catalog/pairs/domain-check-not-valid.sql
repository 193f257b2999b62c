-- structural
-- sees: structural changed domain d (checks)
-- before
create domain d as text;
-- left
alter domain d add constraint k check (value <> 'x');
-- right
alter domain d add constraint k check (value <> 'x') not valid;
