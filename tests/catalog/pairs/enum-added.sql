-- structural
-- sees: structural right-only enum mood
-- before
-- left
-- right
create type mood as enum ('sad', 'ok');
