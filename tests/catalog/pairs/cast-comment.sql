-- cosmetic
-- own database
-- sees: cosmetic changed cast (integer AS c) (comment)
-- before
create type c as (a integer);
create function to_c(integer) returns c language sql as 'select row($1)';
create cast (integer as c) with function to_c(integer);
-- left
-- right
comment on cast (integer as c) is 'a';
