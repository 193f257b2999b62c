-- nothing
-- before
-- left
create type mood as enum ('sad', 'meh', 'ok');
-- right
create type mood as enum ('sad', 'ok');
alter type mood add value 'meh' after 'sad';
