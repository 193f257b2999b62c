-- not compared: values of options of foreign servers, tables and users
-- own database
-- before
create foreign data wrapper w;
create server s foreign data wrapper w;
-- left
create user mapping for postgres server s options (password 'x');
-- right
create user mapping for postgres server s options (password 'y');
