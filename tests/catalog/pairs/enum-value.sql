-- structural
-- sees: structural changed enum mood (labels)
-- before
create type mood as enum ('sad', 'ok');
-- left
-- right
alter type mood add value 'happy';
