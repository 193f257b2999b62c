-- structural
-- sees: structural changed enum mood (labels)
-- before
-- left
create type mood as enum ('a, b', 'c');
-- right
create type mood as enum ('a', 'b, c');
