-- structural
-- sees: structural changed composite-type c (columns)
-- before
create type c as (a integer);
-- left
-- right
alter type c add attribute b text;
