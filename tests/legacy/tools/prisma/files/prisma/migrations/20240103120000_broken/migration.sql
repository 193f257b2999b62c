create table mended (id int);
