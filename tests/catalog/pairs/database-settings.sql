-- not compared: settings of the database
-- own database
-- pg_dump is silent
-- before
-- left
-- right
do $$ begin execute format('alter database %I set work_mem = %L', current_database(), '8MB'); end $$;
