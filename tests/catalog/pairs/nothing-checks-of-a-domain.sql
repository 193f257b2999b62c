-- nothing
-- before
-- left
create domain d as text constraint a check (value <> '') constraint b check (value <> 'x');
-- right
create domain d as text constraint b check (value <> 'x') constraint a check (value <> '');
