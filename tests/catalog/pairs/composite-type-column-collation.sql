-- structural
-- sees: structural changed composite-type c (columns)
-- before
-- left
create type c as (b text);
-- right
create type c as (b text collate "C");
