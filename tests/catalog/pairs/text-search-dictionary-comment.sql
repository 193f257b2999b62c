-- cosmetic
-- sees: cosmetic changed text-search-dictionary d (comment)
-- before
create text search dictionary d (template = snowball, language = english);
-- left
-- right
comment on text search dictionary d is 'a';
