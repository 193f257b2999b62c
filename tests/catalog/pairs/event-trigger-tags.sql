-- structural
-- own database
-- sees: structural changed event-trigger e (tags)
-- before
create function f() returns event_trigger language plpgsql as 'begin end';
-- left
create event trigger e on ddl_command_end when tag in ('CREATE TABLE') execute function f();
-- right
create event trigger e on ddl_command_end when tag in ('CREATE TABLE', 'DROP TABLE') execute function f();
