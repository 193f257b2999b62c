-- structural
-- own database
-- sees: structural changed event-trigger e (event)
-- before
create function f() returns event_trigger language plpgsql as 'begin end';
-- left
create event trigger e on ddl_command_start execute function f();
-- right
create event trigger e on ddl_command_end execute function f();
