-- cosmetic
-- own database
-- sees: cosmetic changed schema public (comment)
-- before
-- left
-- right
comment on schema public is 'ours';
