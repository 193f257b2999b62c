-- Up Migration
create table posts (id int);
-- Down Migration
drop table posts;
