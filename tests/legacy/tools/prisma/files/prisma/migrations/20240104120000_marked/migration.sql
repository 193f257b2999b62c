create table marked (id int);
