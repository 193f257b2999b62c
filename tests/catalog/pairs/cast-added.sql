-- structural
-- own database
-- sees: structural right-only cast (integer AS c)
-- before
create type c as (a integer);
create function to_c(integer) returns c language sql as 'select row($1)';
-- left
-- right
create cast (integer as c) with function to_c(integer);
