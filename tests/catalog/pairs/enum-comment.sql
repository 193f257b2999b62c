-- cosmetic
-- sees: cosmetic changed enum mood (comment)
-- before
create type mood as enum ('sad');
-- left
-- right
comment on type mood is 'a';
