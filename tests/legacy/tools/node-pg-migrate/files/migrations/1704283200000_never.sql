-- Up Migration
create table tags (id int);
-- Down Migration
drop table tags;
