-- not compared: transforms
-- own database
-- before
create type c as (a integer);
create function fr(internal) returns internal language internal immutable as 'prsd_end';
-- left
-- right
create transform for c language sql (from sql with function fr(internal));
