-- structural
-- sees: structural right-only text-search-dictionary d
-- before
-- left
-- right
create text search dictionary d (template = snowball, language = english);
