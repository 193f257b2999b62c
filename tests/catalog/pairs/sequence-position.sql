-- position
-- pg_dump is silent
-- sees: position changed sequence s (position)
-- before
create sequence s;
-- left
-- right
select setval('s', 42);
