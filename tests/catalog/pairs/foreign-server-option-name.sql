-- structural
-- own database
-- not compared: values of options of foreign servers, tables and users
-- sees: structural changed foreign-server s (options)
-- before
create foreign data wrapper w;
-- left
create server s foreign data wrapper w;
-- right
create server s foreign data wrapper w options (api_key 'b');
