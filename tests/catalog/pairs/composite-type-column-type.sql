-- structural
-- sees: structural changed composite-type c (columns)
-- before
create type c as (a integer, b text);
-- left
-- right
alter type c alter attribute b type varchar(5);
