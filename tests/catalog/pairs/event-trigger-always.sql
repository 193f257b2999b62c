-- structural
-- own database
-- sees: structural changed event-trigger e (enabled)
-- before
create function f() returns event_trigger language plpgsql as 'begin end';
create event trigger e on sql_drop execute function f();
-- left
-- right
alter event trigger e enable always;
