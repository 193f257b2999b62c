-- structural
-- own database
-- pg_dump is silent
-- sees: structural left-only schema public
-- before
-- left
-- right
drop schema public;
