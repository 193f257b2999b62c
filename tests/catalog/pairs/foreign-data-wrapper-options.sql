-- structural
-- own database
-- sees: structural changed foreign-data-wrapper w (options)
-- before
-- left
create foreign data wrapper w options (host 'a');
-- right
create foreign data wrapper w options (host 'b');
