-- structural
-- own database
-- sees: structural right-only schema judged_added
-- before
-- left
-- right
create schema judged_added;
