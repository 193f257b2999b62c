-- structural
-- sees: structural changed collation c (character_type)
-- before
-- left
create collation c (provider = libc, lc_collate = 'C', lc_ctype = 'C');
-- right
create collation c (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX');
