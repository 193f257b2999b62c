-- structural
-- sees: structural changed function f() (definition)
-- before
-- left
create function f() returns bigint language internal window as 'window_row_number';
-- right
create function f() returns bigint language internal window as 'window_rank';
