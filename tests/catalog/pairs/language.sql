-- not compared: procedural languages
-- own database
-- before
create function h() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
-- left
-- right
create language mine handler h;
