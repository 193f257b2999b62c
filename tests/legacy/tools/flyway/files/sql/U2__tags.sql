select 1; -- U2__tags
