-- structural
-- own database
-- sees: structural right-only foreign-data-wrapper w
-- before
-- left
-- right
create foreign data wrapper w;
