-- structural
-- sees: structural changed domain e (checks, check_names)
-- before
create domain d as text;
-- left
create domain e as d;
-- right
create domain e as d check (value <> '');
