-- not compared: values of options of foreign servers, tables and users
-- own database
-- before
create foreign data wrapper w;
-- left
create server s foreign data wrapper w options (api_key 'a');
-- right
create server s foreign data wrapper w options (api_key 'b');
