-- structural
-- sees: structural changed enum mood (labels)
-- before
-- left
create type mood as enum ('sad', 'ok');
-- right
create type mood as enum ('ok', 'sad');
