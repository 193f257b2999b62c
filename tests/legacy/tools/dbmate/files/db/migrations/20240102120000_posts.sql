-- migrate:up transaction:false
create table posts (id int);

-- migrate:down
drop table posts;
