-- cosmetic
-- own database
-- sees: cosmetic changed event-trigger e (comment)
-- before
create function f() returns event_trigger language plpgsql as 'begin end';
create event trigger e on sql_drop execute function f();
-- left
-- right
comment on event trigger e is 'a';
