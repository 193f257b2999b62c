-- structural
-- own database
-- sees: structural changed cast (integer AS c) (context)
-- before
create type c as (a integer);
create function to_c(integer) returns c language sql as 'select row($1)';
-- left
create cast (integer as c) with function to_c(integer);
-- right
create cast (integer as c) with function to_c(integer) as assignment;
