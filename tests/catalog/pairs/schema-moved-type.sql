-- structural
-- own database
-- sees: structural left-only enum mood
-- sees: structural right-only enum judged.mood
-- before
create schema judged;
create type mood as enum ('a');
-- left
-- right
alter type mood set schema judged;
