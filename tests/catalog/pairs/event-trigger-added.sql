-- structural
-- own database
-- sees: structural right-only event-trigger e
-- before
create function f() returns event_trigger language plpgsql as 'begin end';
-- left
-- right
create event trigger e on ddl_command_end execute function f();
