-- structural
-- sees: structural changed text-search-dictionary d (template, options)
-- before
-- left
create text search dictionary d (template = snowball, language = english);
-- right
create text search dictionary d (template = simple);
