create table posts (id int);
