-- structural
-- sees: structural right-only composite-type c
-- before
-- left
-- right
create type c as (a integer, b text);
